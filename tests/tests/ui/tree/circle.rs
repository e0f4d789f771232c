use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Worker {}

#[actor]
impl Worker {
    #[cast]
    fn work(&self) {}
}

#[supervisor]
struct App {
    #[child]
    worker: Worker,
    #[child(start = Stores {})]
    stores: Stores,
}

#[supervisor(intensity = 3)]
struct Stores {
    #[child(start = Shards {})]
    shards: Shards,
}

#[supervisor]
struct Shards {
    #[child(start = App {})]
    app: App,
}

fn main() {}
