use dormouse::prelude::*;

#[actor]
struct Session;

#[actor]
impl Session {
    #[every("5s")]
    #[call]
    fn count(&self) -> u8 {
        1
    }
}

fn main() {}
