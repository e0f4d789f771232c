use dormouse::prelude::*;

struct Session;

impl Session {
    #[every("5s")]
    fn tick(&mut self) {}
}

fn main() {}
