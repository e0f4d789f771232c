use dormouse::prelude::*;

use std::rc::Rc;

#[actor]
struct Session {
    name: Rc<str>,
}

#[actor]
impl Session {}

fn main() {}
