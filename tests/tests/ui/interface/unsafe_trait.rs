use dormouse::prelude::*;

#[dormouse::interface]
unsafe trait Tool {
    #[call]
    fn run(&self) -> u8;
}

fn main() {}
