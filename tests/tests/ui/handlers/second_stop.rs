use dormouse::prelude::*;

#[actor]
struct Session;

#[actor]
impl Session {
    #[stop]
    fn end(&mut self) {}

    #[stop]
    fn end_again(&mut self) {}
}

fn main() {}
