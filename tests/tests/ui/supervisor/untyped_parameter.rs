use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor(strategy = simple_one_for_one)]
struct App {
    #[child(start = |user| { drop(user); Store })]
    store: Store,
}

async fn uses(app: AppRef) {
    let _: StoreRef = app.start_child("ada").await.unwrap();
}

fn main() {}
