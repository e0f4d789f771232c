use dormouse::prelude::*;

#[actor]
struct Session(String);

#[actor]
impl Session {}

async fn name(user: &str) -> String {
    user.to_owned()
}

#[supervisor(strategy = simple_one_for_one)]
struct Sessions {
    #[child(name = name(user).await, start = |user: String| Session(user))]
    session: Session,
}

fn main() {}
