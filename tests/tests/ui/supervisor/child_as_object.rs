use dormouse::prelude::*;

#[interface]
trait Tool {
    #[call]
    fn run(&self) -> u8;
}

#[supervisor]
struct App {
    #[child]
    tool: Box<dyn Tool>,
    #[child]
    names: Vec<String>,
    #[child]
    label: Option<&'static str>,
}

fn main() {}
