use dormouse::prelude::*;

#[interface]
trait Tool {
    #[call]
    fn run(&mut self) -> Hibernate<u32>;

    #[call]
    fn decide(&mut self) -> Outcome<u32>;

    #[cast]
    fn note(&mut self) -> u32;
}

fn main() {}
