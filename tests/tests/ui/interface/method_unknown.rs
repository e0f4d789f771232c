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
    #[call(interface = Tool)]
    fn run(&mut self, input: String) -> String {
        input
    }

    #[call(interface = Tool)]
    fn name(&self) -> String {
        "echo".to_owned()
    }
}

fn main() {}
