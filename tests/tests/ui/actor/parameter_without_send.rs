use dormouse::prelude::*;

#[actor]
struct Session<T> {
    values: Vec<T>,
}

#[actor]
impl<T: Clone + 'static> Session<T> {
    #[call]
    fn push(&mut self, value: T) -> usize {
        self.values.push(value);
        self.values.len()
    }

    #[cast]
    async fn put(&mut self, value: Vec<T>) {
        std::future::ready(()).await;
        self.values.extend(value);
    }

    #[call]
    fn last(&self) -> Option<T> {
        self.values.last().cloned()
    }
}

fn main() {}
