use dormouse::prelude::*;

#[actor]
struct Desk;

#[actor]
impl Desk {
    #[call(blocking)]
    async fn sell(&mut self) -> u32 {
        7
    }

    #[cast(blocking = true)]
    fn buy(&mut self) {}

    #[cast(bloking)]
    fn lend(&mut self) {}
}

fn main() {}
