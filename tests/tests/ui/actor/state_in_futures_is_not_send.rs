use dormouse::prelude::*;

use std::rc::Rc;

#[actor]
struct Session {
    name: Rc<str>,
}

#[actor]
impl Session {
    #[call]
    async fn wait(&mut self) {
        std::future::ready(()).await;
    }

    #[cast]
    async fn wait_there(&mut self, context: &mut Context<Self>) {
        context.hibernate(self).await;
    }

    #[stop]
    async fn end(&mut self) {
        std::future::ready(()).await;
    }
}

fn main() {}
