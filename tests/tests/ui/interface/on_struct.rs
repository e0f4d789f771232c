use dormouse::prelude::*;

#[interface]
struct Tool;

fn main() {}
