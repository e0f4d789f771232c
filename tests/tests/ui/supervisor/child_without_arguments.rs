use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Queue<T: Send + 'static> {
    items: Vec<T>,
}

#[actor]
impl<T: Send + 'static> Queue<T> {
    #[call]
    fn len(&self) -> usize {
        self.items.len()
    }
}

#[actor]
#[derive(Default)]
struct Ring<const N: usize = 8>;

#[actor]
impl<const N: usize> Ring<N> {}

#[supervisor]
struct App {
    #[child(start = Queue::<u32> { items: Vec::new() })]
    queue: Queue,
    #[child]
    other: Queue,
    #[child]
    ring: Ring,
}

#[supervisor(strategy = simple_one_for_one)]
struct Queues {
    #[child(start = |item: u32| Queue { items: vec![item] })]
    queue: Queue,
}

fn main() {}
