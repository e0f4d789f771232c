use dormouse::prelude::*;

#[actor]
struct Board;

#[actor]
impl Board {
    #[info(other)]
    fn other(&mut self, _context: &Context<Self>) {}

    #[info(other = String)]
    fn another(&mut self, _word: String) {}
}

fn main() {}
