use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor()]
struct Stores {
    #[child]
    store: Store,
}

fn main() {
    async fn resize(stores: StoresRef) {
        let _ = stores.supervisor().resize(2).await;
    }
}
