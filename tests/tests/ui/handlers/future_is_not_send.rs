use dormouse::prelude::*;

use std::rc::Rc;

#[actor]
struct Session;

#[actor]
impl Session {
    #[call]
    async fn get(&mut self, n: u32) -> u32 {
        let shared = Rc::new(n);
        std::future::ready(()).await;
        *shared
    }
}

fn main() {}
