use dormouse::prelude::*;

#[actor]
struct Desk;

#[actor]
impl Desk {
    #[call(retry = 2)]
    fn ask(&self, _reply: ReplyTo<u32>) {}
}

fn main() {}
