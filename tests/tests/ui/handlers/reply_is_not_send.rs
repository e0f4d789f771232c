use dormouse::prelude::*;

use std::rc::Rc;

#[actor]
struct Session;

#[actor]
impl Session {
    #[call]
    fn plain(&mut self) -> Rc<u8> {
        Rc::new(1)
    }

    #[call]
    async fn with_an_error(&mut self) -> Result<u8, Rc<u16>> {
        Err(Rc::new(1))
    }

    #[call]
    fn decided(&mut self) -> Outcome<Rc<u32>> {
        Outcome::reply(Rc::new(1))
    }

    #[call]
    fn later(&mut self, reply: ReplyTo<Rc<u64>>) {
        reply.send(Rc::new(1));
    }
}

async fn used() {
    let session = Session.spawn().unwrap();
    session.plain().await.unwrap();
}

fn main() {}
