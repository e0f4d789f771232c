use dormouse::prelude::*;

use std::rc::Rc;

#[actor]
struct Session;

#[actor]
impl Session {
    #[call]
    fn get(&mut self, n: Rc<u32>) -> u32 {
        *n
    }

    #[cast]
    async fn put(&mut self, n: u8, m: Rc<u8>) {
        std::future::ready(n).await;
        drop(m);
    }
}

async fn used() {
    let session = Session.spawn().unwrap();
    session.get(Rc::new(1)).await.unwrap();
}

fn main() {}
