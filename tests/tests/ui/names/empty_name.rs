use dormouse::prelude::*;

#[actor(name = "")]
struct Store;

#[actor]
impl Store {}

fn main() {}
