use dormouse::prelude::*;

#[supervisor(strategy = simple_one_for_one, dynamic)]
struct Plugins {}

fn main() {}
