use dormouse::prelude::*;

#[interface]
trait Tool {
    #[call]
    fn run(&mut self, input: String) -> String;
}

#[actor]
struct Echo;

#[actor]
impl Echo {
    // One mistake, one error: the interface is complete all the same.
    #[call(interface = Tool)]
    const fn run(&mut self, input: String) -> String {
        input
    }
}

fn main() {}
