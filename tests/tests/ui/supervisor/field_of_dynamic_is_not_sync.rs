use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Session;

#[actor]
impl Session {}

#[supervisor(strategy = simple_one_for_one)]
struct Sessions {
    cell: std::cell::Cell<u8>,
    #[child(start = || Session)]
    session: Session,
}

fn main() {}
