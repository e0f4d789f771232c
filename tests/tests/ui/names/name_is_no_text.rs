use dormouse::prelude::*;

#[actor]
struct Session(u32);

#[actor]
impl Session {}

#[supervisor(strategy = simple_one_for_one)]
struct Sessions {
    #[child(name = *number, start = |number: u32| Session(number))]
    session: Session,
}

fn main() {}
