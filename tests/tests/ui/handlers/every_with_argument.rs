use dormouse::prelude::*;

#[actor]
struct Session;

#[actor]
impl Session {
    #[every("5s")]
    fn tick(&mut self, n: u32) {
        let _ = n;
    }
}

fn main() {}
