use dormouse::prelude::*;

#[interface]
trait Tool<T>: Clone
where
    T: Send,
{
    const LIMIT: usize;

    #[call]
    fn run(&mut self, input: T);
}

fn main() {}
