use dormouse::prelude::*;

use std::rc::Rc;

fn bury(_: &dormouse::Exit, _: Rc<u8>) {}

#[actor]
struct Session;

#[actor]
impl Session {
    #[call(retry = 2)]
    fn get(&mut self, n: Rc<u32>) -> u32 {
        *n
    }

    #[cast(on_crash = bury)]
    fn put(&mut self, n: Rc<u8>) {
        drop(n);
    }
}

fn main() {}
