use dormouse::prelude::*;

#[actor]
struct Session;

#[actor]
impl Session {
    #[call]
    fn get(&self) -> u32 {
        1
    }

    #[cast]
    fn get(&mut self) {}
}

fn main() {}
