use dormouse::prelude::*;

struct Price(u32);

#[actor]
struct Board;

#[actor]
impl Board {
    #[info]
    fn price(&mut self, price: Price) -> u32 {
        price.0
    }
}

fn main() {}
