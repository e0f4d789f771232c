use dormouse::prelude::*;

use std::rc::Rc;

#[actor]
struct Session<T> {
    value: Rc<T>,
}

#[actor]
impl<T: Copy + Send + 'static> Session<T> {
    #[call]
    fn value(&self) -> T {
        *self.value
    }

    #[cast]
    async fn wait(&mut self) {
        std::future::ready(()).await;
    }
}

fn main() {}
