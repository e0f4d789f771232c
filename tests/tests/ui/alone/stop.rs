use dormouse::prelude::*;

struct Session;

impl Session {
    #[stop]
    fn get(&mut self) {}
}

fn main() {}
