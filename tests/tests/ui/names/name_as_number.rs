use dormouse::prelude::*;

#[actor(name = 5)]
struct Store;

#[actor]
impl Store {}

fn main() {}
