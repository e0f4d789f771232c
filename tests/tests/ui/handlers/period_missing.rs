use dormouse::prelude::*;

#[actor]
struct Session;

#[actor]
impl Session {
    #[every]
    fn tick(&mut self) {}
}

fn main() {}
