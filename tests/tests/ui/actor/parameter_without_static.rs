use dormouse::prelude::*;

#[actor]
struct Session<T> {
    values: Vec<T>,
}

#[actor]
impl<T: Clone + Send> Session<T> {
    #[call]
    fn push(&mut self, value: T) -> usize {
        self.values.push(value);
        self.values.len()
    }

    #[cast]
    async fn put(&mut self, value: T) {
        std::future::ready(()).await;
        self.values.push(value);
    }
}

fn main() {}
