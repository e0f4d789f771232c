use dormouse::prelude::*;

struct Session;

impl Session {
    #[info]
    fn price(&mut self, _price: u32) {}
}

fn main() {}
