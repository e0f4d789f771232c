use dormouse::prelude::*;

#[actor]
struct Session {
    user: String,
}

#[actor]
impl Session {}

#[supervisor(strategy = simple_one_for_one)]
struct Sessions {
    #[child(start = |user: impl Into<String>| Session { user: user.into() })]
    session: Session,
}

fn main() {}
