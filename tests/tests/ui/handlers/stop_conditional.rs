use dormouse::prelude::*;

#[actor]
struct Session;

#[actor]
impl Session {
    #[stop]
    #[cfg(all())]
    fn end(&mut self) {}
}

fn main() {}
