use dormouse::prelude::*;

#[actor]
struct Session;

#[actor]
impl Session {
    #[call]
    unsafe fn get(&self) -> u32 {
        1
    }
}

fn main() {}
