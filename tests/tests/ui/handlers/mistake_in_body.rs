use dormouse::prelude::*;

#[actor]
struct Session;

#[actor]
impl Session {
    #[call]
    fn get(&self, n: u32) -> u32 {
        let sum: u32 = "1";
        sum + n
    }
}

fn main() {}
