use dormouse::prelude::*;

#[interface]
trait Tool {
    fn name(&self) -> String;
}

fn main() {}
