//! The closure's parameters are those of a method, which has a `self` already.

use dormouse::prelude::*;

#[actor]
struct Board {}

#[actor]
impl Board {}

#[supervisor(strategy = simple_one_for_one)]
struct Boards {
    #[child(start = |self| Board {})]
    board: Board,
}

#[supervisor(strategy = simple_one_for_one)]
struct Typed {
    #[child(start = |self: u32| Board {})]
    board: Board,
}

fn main() {}
