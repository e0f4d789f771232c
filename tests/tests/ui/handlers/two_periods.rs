use dormouse::prelude::*;

#[actor]
struct Session;

#[actor]
impl Session {
    #[every("5s", "6s")]
    fn tick(&mut self) {}
}

fn main() {}
