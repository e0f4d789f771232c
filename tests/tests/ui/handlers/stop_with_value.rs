use dormouse::prelude::*;

#[actor]
struct Session;

#[actor]
impl Session {
    #[stop]
    fn end(&mut self) -> u32 {
        1
    }
}

fn main() {}
