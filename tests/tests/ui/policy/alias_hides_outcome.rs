use dormouse::prelude::*;

type Decided = Outcome<u32>;

#[actor]
struct Session;

#[actor]
impl Session {
    #[call]
    fn get(&self) -> Decided {
        Outcome::reply(1)
    }
}

fn main() {}
