use dormouse::prelude::*;

use std::rc::Rc;

#[actor]
struct Session;

#[actor]
impl Session {
    #[info]
    async fn number(&mut self, n: Rc<u32>) {
        drop(n);
    }
}

fn main() {}
