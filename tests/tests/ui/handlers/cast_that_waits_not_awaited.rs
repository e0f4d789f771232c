#![deny(unused_must_use)]

use dormouse::prelude::*;

#[actor(mailbox = 100, overflow = wait)]
struct Session;

#[actor]
impl Session {
    #[cast(wait)]
    fn note(&mut self, text: String) {
        drop(text);
    }
}

fn tell(session: &SessionRef) {
    session.note("hello".to_owned());
}

fn main() {}
