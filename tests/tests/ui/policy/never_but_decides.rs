use dormouse::prelude::*;

#[actor(hibernate = never)]
struct Session;

#[actor]
impl Session {
    #[call]
    fn get(&self) -> Outcome<u32> {
        Outcome::reply(1)
    }
}

fn main() {}
