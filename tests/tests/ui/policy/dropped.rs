#![deny(unused_must_use)]

use dormouse::prelude::*;

#[actor]
struct Session;

impl Session {
    fn later(&self) -> Outcome<u32> {
        Outcome::reply(1)
    }
}

#[actor]
impl Session {
    #[call]
    fn store(&mut self) -> u32 {
        Hibernate(7);
        7
    }

    #[call]
    fn recall(&mut self) -> Outcome<u32> {
        self.later();
        self.later().hibernate();
        Outcome::reply(2)
    }

    #[cast]
    async fn wait(&mut self, context: &Context<Self>) {
        context.hibernate(self);
    }
}

fn main() {}
