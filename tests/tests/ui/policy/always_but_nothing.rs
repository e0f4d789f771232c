use dormouse::prelude::*;

#[actor(hibernate = always)]
struct Session;

#[actor]
impl Session {
    #[cast]
    fn put(&mut self) {}
}

fn main() {}
