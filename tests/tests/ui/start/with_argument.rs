use dormouse::prelude::*;

#[actor]
struct Session;

#[actor]
impl Session {
    #[start]
    fn on_start(&mut self, _port: u16) {}
}

fn main() {}
