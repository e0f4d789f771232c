use dormouse::prelude::*;

#[actor]
struct Session(String);

#[actor]
impl Session {}

#[supervisor(strategy = simple_one_for_one)]
struct Sessions {
    #[child(name = "session", start = |user: String| Session(user))]
    session: Session,
}

fn main() {}
