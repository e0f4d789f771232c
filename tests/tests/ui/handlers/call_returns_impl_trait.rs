use dormouse::prelude::*;

#[actor]
struct Session;

#[actor]
impl Session {
    #[call]
    fn names(&self) -> impl Iterator<Item = u8> {
        [1].into_iter()
    }
}

fn main() {}
