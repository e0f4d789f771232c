use dormouse::prelude::*;

struct Session;

impl Session {
    #[cast]
    fn get(&mut self) {}
}

fn main() {}
