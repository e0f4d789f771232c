use dormouse::prelude::*;

#[actor]
mod session {}

fn main() {}
