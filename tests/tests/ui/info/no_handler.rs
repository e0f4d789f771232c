use dormouse::prelude::*;

struct Price(u32);

#[actor]
struct Board;

#[actor]
impl Board {
    #[info]
    fn price(&mut self, _price: Price) {}

    #[info]
    fn number(&mut self, _number: u32) {}
}

fn send(board: &BoardRef) {
    let _ = board.actor().send("a word");
}

fn main() {}
