use dormouse::prelude::*;

struct Session;

impl Session {
    #[call]
    fn get(&mut self) {}
}

fn main() {}
