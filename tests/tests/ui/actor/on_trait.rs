use dormouse::prelude::*;

#[actor]
trait Session {}

fn main() {}
