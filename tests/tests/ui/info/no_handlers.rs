use dormouse::prelude::*;

struct Price(u32);

#[actor]
struct Board;

#[actor]
impl Board {
    #[call]
    fn price(&mut self) -> u32 {
        0
    }
}

fn send(board: &BoardRef, context: &Context<Board>) {
    let _ = board.actor().send(Price(1));
    let _ = context.send(Price(1));
}

fn main() {}
