use dormouse::prelude::*;

#[actor]
struct Session;

#[actor]
impl Session {
    #[call]
    fn get<'a>(&self, key: &'a str) -> u32 {
        key.len() as u32
    }
}

fn main() {}
