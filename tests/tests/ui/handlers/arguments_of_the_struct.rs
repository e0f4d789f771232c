use dormouse::prelude::*;

#[actor]
struct Cache<T> {
    values: Vec<T>,
}

#[actor]
impl Cache {
    #[call]
    fn count(&self) -> usize {
        self.values.len()
    }
}

#[actor]
struct Store {
    values: Vec<u32>,
}

#[actor]
impl<T> Store<T> {
    #[call]
    fn count(&self) -> usize {
        self.values.len()
    }
}

fn main() {}
