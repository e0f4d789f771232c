use dormouse::prelude::*;

#[actor]
struct Session;

#[actor]
impl Session {
    #[cast(prority)]
    fn note(&mut self) {}
}

fn main() {}
