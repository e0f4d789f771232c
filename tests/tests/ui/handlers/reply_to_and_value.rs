use dormouse::prelude::*;

#[actor]
struct Desk;

#[actor]
impl Desk {
    #[call]
    fn ask(&self, _reply: ReplyTo<u32>) -> u32 {
        7
    }

    #[call]
    fn try_ask(&self, _reply: ReplyTo<u32>) -> Result<(), String> {
        Ok(())
    }

    #[call]
    fn ask_and_sleep(&self, _reply: ReplyTo<u32>) -> Hibernate<u32> {
        Hibernate(7)
    }
}

fn main() {}
