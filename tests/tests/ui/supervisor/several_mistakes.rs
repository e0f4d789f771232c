use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor(strategy = simple_one_for_on, intensity = "5", colour = red)]
struct App {
    #[child(restart = alway, shutdown = "5")]
    store: Store,
    #[child(start = |n| n)]
    other: Store,
}

async fn uses(app: App) {
    let app = app.start().await.unwrap();
    let _: StoreRef = app.store();
}

fn main() {}
