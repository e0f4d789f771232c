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

#[supervisor(strategy = simple_one_for_one)]
struct OnDemand {
    #[child(start = || Store)]
    store: Store,
}

#[supervisor(dynamic)]
struct Dynamic {}

fn main() {
    async fn resize(stores: StoresRef, on_demand: OnDemandRef, dynamic: DynamicRef) {
        let _ = stores.supervisor().resize(2).await;
        let _ = on_demand.supervisor().resize(2).await;
        println!("{}", dynamic.supervisor().partitions());
    }
}
