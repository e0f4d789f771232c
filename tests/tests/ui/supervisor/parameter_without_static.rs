use dormouse::prelude::*;

#[actor]
struct Session<T: 'static> {
    values: Vec<T>,
}

#[actor]
impl<T: Clone + Send + 'static> Session<T> {
    #[call]
    fn push(&mut self, value: T) -> usize {
        self.values.push(value);
        self.values.len()
    }
}

#[supervisor]
struct App<T: Clone + Send + Sync> {
    first: Vec<T>,
    #[child(start = Session { values: first.clone() })]
    session: Session<T>,
}

fn main() {}
