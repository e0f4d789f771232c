use dormouse::prelude::*;

#[actor]
struct Store {
    names: Vec<String>,
}

#[actor]
impl Store {
    #[call]
    fn keys(&self) -> Vec<Key> {
        Vec::new()
    }

    #[call]
    async fn find(&mut self, key: Option<Name>) -> Result<Vec<String>, NotFound> {
        Ok(self.names.clone())
    }

    #[cast]
    fn put(&mut self, values: HashMap<String, Value>) {}

    #[info]
    fn changed(&mut self, change: Box<Change>) {}
}

async fn used(store: &StoreRef) -> anyhow::Result<()> {
    store.keys().await?;
    store.put(Default::default())?;
    Ok(())
}

fn main() {}
