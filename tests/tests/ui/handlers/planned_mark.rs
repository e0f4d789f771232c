use dormouse::prelude::*;

#[actor]
struct Session;

#[actor]
impl Session {
    #[info]
    fn down(&mut self) {}
}

fn main() {}
