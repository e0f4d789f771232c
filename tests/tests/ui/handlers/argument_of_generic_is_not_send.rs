use dormouse::prelude::*;

use std::rc::Rc;

struct Held<T>(Rc<T>);

#[actor]
struct Session<T> {
    values: Vec<T>,
}

#[actor]
impl<T: Clone + Send + 'static> Session<T> {
    #[call]
    fn push(&mut self, value: Rc<T>) -> usize {
        self.values.push((*value).clone());
        self.values.len()
    }

    #[cast]
    async fn put(&mut self, value: Rc<T>) {
        std::future::ready(()).await;
        self.values.push((*value).clone());
    }

    #[call]
    fn last(&mut self) -> Held<T> {
        Held(Rc::new(self.values.remove(0)))
    }

    #[call]
    fn count(&self, plain: Rc<str>) -> usize {
        plain.len()
    }
}

fn main() {}
