use dormouse::prelude::*;

#[actor]
struct Store {
    count: u32,
}

#[actor]
impl Store {
    #[call]
    fn count(&self) -> u32 {
        self.count
    }

    #[cast]
    async fn add(&mut self, more: u32) {
        self.count += more;
    }

    #[stop]
    fn end(&mut self) {}

    #[call]
    fn twice(&self) -> u32 {
        self.doubled()
    }
}

impl Store {
    fn count(&self, from: u32) -> u32 {
        self.count - from
    }

    fn add(&mut self) {
        self.count += 1;
    }

    fn end(self) {}

    fn doubled(&self) -> u32 {
        self.count * 2
    }
}

#[actor]
struct Cache<T: Clone + Send + 'static> {
    last: Option<T>,
}

#[actor]
impl<T: Clone + Send + 'static> Cache<T> {
    #[call]
    fn last(&self) -> Option<T> {
        self.last.clone()
    }
}

impl<T: Clone + Send + 'static> Cache<T> {
    fn last(&self) -> &Option<T> {
        &self.last
    }
}

async fn used(store: &StoreRef, cache: &CacheRef<u32>) -> anyhow::Result<Option<u32>> {
    store.add(store.count().await? + store.twice().await?)?;
    Ok(cache.last().await?)
}

fn main() {}
