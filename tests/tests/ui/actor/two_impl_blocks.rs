use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[actor]
impl Store {
    #[call]
    fn again(&self) {}
}

fn main() {}
