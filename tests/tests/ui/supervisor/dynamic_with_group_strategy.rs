use dormouse::prelude::*;

#[supervisor(dynamic, strategy = one_for_all)]
struct Plugins {}

fn main() {}
