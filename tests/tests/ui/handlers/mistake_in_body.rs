use dormouse::prelude::*;

#[actor]
struct Session;

#[actor]
impl Session {
    #[call]
    fn get(&self, n: u32) -> u32 {
        n + "1"
    }
}

fn main() {}
