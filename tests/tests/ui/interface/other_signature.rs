use dormouse::prelude::*;

#[interface]
trait Tool {
    #[call]
    fn run(&mut self, input: String) -> String;

    #[cast]
    fn note(&mut self);
}

#[actor]
struct Echo;

#[actor]
impl Echo {
    #[call(interface = Tool)]
    fn run(&mut self, input: u32) -> String {
        input.to_string()
    }

    #[call(interface = Tool)]
    fn note(&mut self) {}
}

fn main() {}
