use dormouse::prelude::*;

mod session {
    pub struct Session;
}
use session::Session;

#[actor]
impl Session {
    #[call]
    fn get(&self) -> u32 {
        1
    }
}

fn main() {}
