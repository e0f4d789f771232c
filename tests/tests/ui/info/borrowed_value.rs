use dormouse::prelude::*;

struct Price(u32);

#[actor]
struct Board;

#[actor]
impl Board {
    #[info]
    fn word(&mut self, _word: &str) {}
}

fn main() {}
