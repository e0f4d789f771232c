use dormouse::AnyInfo;
use dormouse::prelude::*;

#[actor]
struct Board;

#[actor]
impl Board {
    #[info(other)]
    fn other(&mut self, _info: AnyInfo) {}

    #[info(other)]
    fn rest(&mut self, _info: dormouse::AnyInfo) {}
}

fn main() {}
