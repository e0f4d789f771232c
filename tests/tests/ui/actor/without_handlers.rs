use dormouse::prelude::*;

#[actor]
struct Session;

fn uses(session: SessionRef) {
    let _ = session.stop();
}

fn main() {}
