use dormouse::prelude::*;
use dormouse::{AnyInfo, Exit};

#[actor]
struct Board;

#[actor]
impl Board {
    #[info(other, on_crash = Self::bury)]
    fn other(&mut self, _info: AnyInfo) {}

    fn bury(_exit: &Exit, _info: AnyInfo) {}
}

fn main() {}
