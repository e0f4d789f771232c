use dormouse::prelude::*;

#[actor]
struct Session;

#[actor]
impl Session {
    #[call]
    fn r#stop(&mut self) {}
}

fn main() {}
