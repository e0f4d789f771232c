use dormouse::prelude::*;

#[dormouse::interface]
trait Tool {
    #[call]
    fn run(&self) -> u8;
}

#[actor]
struct Calculator;

#[actor]
impl Calculator {
    #[call(interface = (Tool, Tool))]
    fn run(&self) -> u8 {
        1
    }
}

fn main() {}
