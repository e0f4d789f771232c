use dormouse::prelude::*;
use std::fmt::Result;

#[actor]
struct Session;

#[actor]
impl Session {
    #[call]
    fn turns(&self, reply_to: ReplyTo<Result>) {
        drop(reply_to);
    }
}

fn main() {}
