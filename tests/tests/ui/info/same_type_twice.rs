use dormouse::prelude::*;

struct Price(u32);

#[actor]
struct Board;

#[actor]
impl Board {
    #[info]
    fn price(&mut self, _price: Price) {}

    #[info]
    fn again(&mut self, _price: Price) {}
}

fn main() {}
