use dormouse::prelude::*;

struct Session;

#[actor]
impl Session {
    #[call]
    fn get(&self) -> u32 {
        1
    }
}

fn main() {}
