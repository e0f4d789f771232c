use dormouse::prelude::*;

type Decided = Outcome<u32>;

#[actor(hibernate = may)]
struct Session;

#[actor]
impl Session {
    #[call]
    fn get(&self) -> Decided {
        Outcome::reply(1)
    }
}

fn main() {}
