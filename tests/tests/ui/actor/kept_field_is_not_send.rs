use dormouse::prelude::*;

use std::rc::Rc;

#[actor]
struct Session {
    #[actor(keep)]
    name: Rc<String>,
}

#[actor]
impl Session {}

fn main() {}
