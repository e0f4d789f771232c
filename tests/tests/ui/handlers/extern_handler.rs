use dormouse::prelude::*;

#[actor]
struct Session;

#[actor]
impl Session {
    #[call]
    extern "C" fn get(&self) -> u32 {
        1
    }
}

fn main() {}
