use dormouse::prelude::*;

struct Store;

#[supervisor]
struct App<T: Clone + Send + Sync + 'static> {
    source: T,
    #[child(start = Store)]
    store: Store,
    #[child(start = { let _ = source.clone(); Store })]
    other: Store,
}

#[supervisor(strategy = simple_one_for_one)]
struct Stores<T: Clone + Send + Sync + 'static> {
    source: T,
    #[child(start = |_name: String| Store)]
    store: Store,
}

fn main() {}
