use dormouse::prelude::*;

#[actor(name = format!("store"))]
struct Store;

#[actor]
impl Store {}

fn main() {}
