use dormouse::prelude::*;

#[actor]
struct Session;

#[actor]
impl Session {
    #[call(now)]
    fn get(&self) {}
}

fn main() {}
