use dormouse::prelude::*;

#[actor]
struct Session;

#[actor]
impl Session {
    #[cast]
    fn put(&mut self) -> Result<(), u32> {
        Err(1)
    }
}

fn main() {}
