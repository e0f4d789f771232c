use dormouse::prelude::*;

#[child]
struct Store;

fn main() {}
