use dormouse::prelude::*;

#[actor]
struct Session;

#[actor]
impl Session {
    #[call]
    pub const LIMIT: usize = 1;
}

fn main() {}
