use dormouse::prelude::*;

struct Price(u32);

#[actor]
struct Board;

#[actor]
impl Board {
    #[info]
    fn price(&mut self, _context: Context<Self>) {}
}

fn main() {}
