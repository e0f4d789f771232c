use dormouse::prelude::*;

#[actor]
struct Session;

#[actor]
impl Session {
    #[call]
    fn get(&self) -> u32
    where
        Self: Clone,
    {
        1
    }
}

fn main() {}
