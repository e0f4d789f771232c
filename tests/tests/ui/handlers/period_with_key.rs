use dormouse::prelude::*;

#[actor]
struct Session;

#[actor]
impl Session {
    #[every(period = "5s")]
    fn tick(&mut self) {}
}

fn main() {}
