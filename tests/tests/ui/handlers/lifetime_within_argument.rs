use dormouse::prelude::*;

use std::borrow::Cow;

#[actor]
struct Session;

#[actor]
impl Session {
    #[cast]
    fn put(&mut self, key: Cow<'_, str>) {
        drop(key);
    }
}

fn main() {}
