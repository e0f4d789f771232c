use dormouse::prelude::*;

#[actor]
struct Session;

#[actor]
impl Session {
    #[call]
    fn get(n: u32) -> u32 {
        n
    }
}

fn main() {}
