use dormouse::prelude::*;

#[actor]
struct Desk;

#[actor]
impl Desk {
    #[call]
    fn ask(&self, _question: String, _reply: &ReplyTo<u32>) {}

    #[call]
    async fn ask_later(&mut self, _reply: &mut ReplyTo<u32>) {}
}

fn main() {}
