use dormouse::prelude::*;

use std::rc::Rc;

struct Turn(u8, Rc<str>);

#[actor]
struct Session;

#[actor]
impl Session {
    #[call]
    async fn store(&mut self, turn: Turn) -> u8 {
        turn.0
    }
}

fn main() {}
