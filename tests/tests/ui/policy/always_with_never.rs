use dormouse::Never;
use dormouse::prelude::*;

#[actor(hibernate = always)]
struct Session;

#[actor]
impl Session {
    #[call]
    fn get(&self) -> Outcome<u32, Never> {
        Outcome::reply(1)
    }
}

fn main() {}
