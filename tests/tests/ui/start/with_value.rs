use dormouse::prelude::*;

#[actor]
struct Session;

#[actor]
impl Session {
    #[start]
    fn on_start(&mut self) -> u32 {
        1
    }
}

fn main() {}
