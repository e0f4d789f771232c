use dormouse::AnyInfo;
use dormouse::prelude::*;

#[actor]
struct Board;

#[actor]
impl Board {
    #[info]
    fn other(&mut self, _info: AnyInfo) {}
}

fn main() {}
