use dormouse::prelude::*;

#[actor]
struct Session;

#[actor]
impl Session {
    #[every("0s")]
    fn tick(&mut self) {}
}

fn main() {}
