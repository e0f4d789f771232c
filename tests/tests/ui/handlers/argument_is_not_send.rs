use dormouse::prelude::*;

use std::rc::Rc;

#[actor]
struct Session;

#[actor]
impl Session {
    #[call]
    fn get(&mut self, n: Rc<u32>) -> u32 {
        *n
    }
}

fn main() {}
