use dormouse::prelude::*;

use std::rc::Rc;

#[actor]
struct Session;

#[actor]
impl Session {}

#[supervisor(strategy = simple_one_for_one)]
struct Sessions {
    #[child(start = |n: u8, name: Rc<str>| {
        drop((n, name));
        Session
    })]
    session: Session,
}

#[supervisor(strategy = simple_one_for_one)]
struct Guests {
    #[child(start = |name: Rc<String>| { drop(name); Session }, restart = temporary)]
    session: Session,
}

fn main() {}
