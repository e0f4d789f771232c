use dormouse::prelude::*;

#[actor]
struct Session;

#[actor]
impl Session {
    #[cast]
    fn put(&mut self, keys: Vec<&str>) {
        drop(keys);
    }
}

fn main() {}
