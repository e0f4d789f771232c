use dormouse::prelude::*;

#[actor]
struct Desk;

#[actor]
impl Desk {
    #[call]
    fn ask(&self, _yes: ReplyTo<u32>, _no: ReplyTo<String>) {}
}

fn main() {}
