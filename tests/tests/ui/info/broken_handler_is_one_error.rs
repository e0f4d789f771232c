use dormouse::prelude::*;

struct Price(u32);

#[actor]
struct Board;

#[actor]
impl Board {
    #[info]
    async fn price(&self, _price: Price) {}
}

fn send(board: &BoardRef) {
    let _ = board.actor().send(Price(1));
}

fn main() {}
