//! Written as a trait would be whose methods are called directly.

use dormouse::prelude::*;

#[interface]
trait Tool {
    #[call]
    async fn run(&self, input: String) -> Result<u8, String>;

    #[cast]
    fn note(&self, text: String) -> bool;

    #[cast]
    fn rest(&self) -> Hibernate;
}

#[actor]
struct Echo;

#[actor]
impl Echo {
    #[call(interface = Tool)]
    async fn run(&mut self, input: String) -> Result<u8, String> {
        Err(input)
    }

    #[cast(interface = Tool)]
    fn note(&mut self, _text: String) {}

    #[cast(interface = Tool)]
    fn rest(&mut self) -> Hibernate {
        Hibernate(())
    }
}

fn main() {}
