use dormouse::prelude::*;

#[supervisor(dynamic = "yes")]
struct Plugins {}

fn main() {}
