use dormouse::prelude::*;

#[actor]
struct Session;

#[actor]
impl Session {
    #[call]
    fn name(&self) -> &str {
        "session"
    }
}

fn main() {}
