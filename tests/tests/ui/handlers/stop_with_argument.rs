use dormouse::prelude::*;

#[actor]
struct Session;

#[actor]
impl Session {
    #[stop]
    fn end(&mut self, reason: ExitReason) {
        drop(reason);
    }
}

fn main() {}
