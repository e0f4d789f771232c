use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {
    #[call]
    fn rows(&self) -> usize {
        0
    }
}

#[supervisor]
struct App {
    #[child]
    store: StoreRef,
    #[child]
    below: BelowRef,
}

#[supervisor]
struct Below {
    #[child(start = Store)]
    store: self::StoreRef,
    #[child(start = Rows(store.clone()))]
    rows: Rows,
}

#[actor]
struct Rows(StoreRef);

#[actor]
impl Rows {}

#[supervisor(strategy = simple_one_for_one)]
struct Stores {
    #[child(start = |_name: String| Store)]
    store: StoreRef,
}

#[supervisor(partitions = 2)]
struct Parts {
    #[child]
    store: StoreRef,
}

#[supervisor]
struct Cached<T: Clone + Send + Sync + 'static> {
    source: T,
    #[child(start = Store)]
    store: StoreRef,
}

async fn used(app: AppRef, stores: StoresRef, parts: PartsRef) {
    let _ = app.store().rows().await;
    let store = stores.start_child("one".to_owned()).await.unwrap();
    let _ = store.rows().await;
    let _ = parts.by_index(0).unwrap().rows().await;
}

fn main() {}
