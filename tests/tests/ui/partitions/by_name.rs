use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor(partitions = 4)]
struct Stores {
    #[child]
    store: Store,
}

fn main() {
    async fn stop(stores: StoresRef) {
        let _ = stores.supervisor().delete_child("store#0").await;
    }
}
