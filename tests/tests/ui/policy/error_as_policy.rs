use dormouse::prelude::*;

#[derive(Debug)]
struct StoreError;

#[actor]
struct Store;

#[actor]
impl Store {
    #[call]
    fn get(&self) -> Outcome<u32, StoreError> {
        Outcome::reply(1)
    }

    #[call]
    async fn find(&mut self) -> Outcome<Option<u32>, String> {
        Outcome::reply(None)
    }

    #[cast]
    fn put(&mut self) -> Outcome<(), Box<dyn std::error::Error>> {
        Outcome::awake()
    }
}

async fn used(store: StoreRef) -> anyhow::Result<u32> {
    store.put()?;
    Ok(store.get().await? + store.find().await?.unwrap_or_default())
}

fn main() {}
