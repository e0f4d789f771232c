use dormouse::prelude::*;

struct Socket;

#[actor]
struct Session {
    #[actor(keep)]
    socket: Socket,
}

#[actor]
impl Session {}

fn main() {}
