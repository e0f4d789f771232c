use dormouse::prelude::*;

#[actor]
struct Session;

#[actor]
impl Session {
    #[cfg(unix)]
    #[start]
    fn on_start(&mut self) {}
}

fn main() {}
