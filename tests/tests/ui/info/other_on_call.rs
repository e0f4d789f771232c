use dormouse::prelude::*;

#[actor]
struct Board;

#[actor]
impl Board {
    #[call(other)]
    fn other(&mut self) {}
}

fn main() {}
