use dormouse::prelude::*;

#[actor]
struct Session;

#[actor]
impl Session {
    #[cast]
    fn put(&mut self, n: u32) -> u32 {
        n
    }
}

fn main() {}
