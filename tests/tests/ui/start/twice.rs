use dormouse::prelude::*;

#[actor]
struct Session;

#[actor]
impl Session {
    #[start]
    fn on_start(&mut self) {}

    #[start]
    async fn again(&mut self) {}
}

fn main() {}
