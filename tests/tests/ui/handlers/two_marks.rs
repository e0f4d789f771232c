use dormouse::prelude::*;

#[actor]
struct Session;

#[actor]
impl Session {
    #[call]
    #[cast]
    fn get(&self) {}
}

fn main() {}
