use dormouse::prelude::*;

#[actor]
struct Desk;

#[actor]
impl Desk {
    #[info(blocking)]
    async fn sell(&mut self, _ticket: u32) {}
}

fn main() {}
