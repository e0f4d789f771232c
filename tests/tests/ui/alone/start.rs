use dormouse::prelude::*;

struct Session;

impl Session {
    #[start]
    fn on_start(&mut self) {}
}

fn main() {}
