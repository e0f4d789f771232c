use dormouse::prelude::*;

#[actor]
struct Desk;

#[actor]
impl Desk {
    #[call]
    fn ask(&self, _reply: ReplyTo<Result<Vec<u32>, String>>) {}

    #[call]
    fn ask_and_sleep(&self, _reply: ReplyTo<Hibernate<u32>>) {}
}

fn main() {}
