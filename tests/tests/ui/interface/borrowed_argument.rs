use dormouse::prelude::*;

#[interface]
trait Tool {
    #[call]
    fn run(&mut self, input: &str, context: &Context<Self>) -> String;
}

fn main() {}
