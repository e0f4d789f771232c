use dormouse::prelude::*;

#[actor]
struct Session;

#[actor]
impl Session {
    #[cast]
    fn put(&mut self, #[cfg(all())] key: String) {
        drop(key);
    }
}

fn main() {}
