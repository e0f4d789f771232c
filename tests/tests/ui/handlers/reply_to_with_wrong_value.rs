use dormouse::prelude::*;

#[actor]
struct Desk;

#[actor]
impl Desk {
    #[call]
    fn ask(&self, reply: ReplyTo<u32>) {
        reply.send("seven");
    }
}

async fn caller(desk: DeskRef) {
    let _: String = desk.ask().await.unwrap();
}

fn main() {}
