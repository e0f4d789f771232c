use dormouse::prelude::*;

struct Price(u32);

#[actor]
struct Board;

#[actor]
impl Board {
    #[info]
    fn price(&mut self, _price: Price, _at: u64) {}
}

fn main() {}
