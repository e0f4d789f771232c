use dormouse::prelude::*;

#[actor]
struct Session;

#[actor]
impl Session {
    #[cast]
    fn put(&mut self, key: impl Into<String>) {
        drop(key.into());
    }
}

fn main() {}
