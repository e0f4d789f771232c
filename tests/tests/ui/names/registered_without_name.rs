use dormouse::prelude::*;

#[actor]
struct Store;

#[actor]
impl Store {}

fn main() {
    let _ = Store::registered();
}
