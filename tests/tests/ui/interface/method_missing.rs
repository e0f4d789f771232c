use dormouse::prelude::*;

#[interface]
trait Tool {
    #[call]
    fn run(&mut self, input: String) -> String;

    #[call]
    fn name(&self) -> String;
}

#[actor]
struct Echo;

#[actor]
impl Echo {
    #[call(interface = Tool)]
    fn run(&mut self, input: String) -> String {
        input
    }
}

fn main() {}
