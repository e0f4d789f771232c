use dormouse::prelude::*;

#[interface]
trait Tool {
    #[every("5s")]
    fn tick(&mut self);

    #[call(now)]
    fn run(&mut self);

    #[call]
    #[cast]
    fn both(&mut self);
}

fn main() {}
