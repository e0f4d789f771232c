use dormouse::prelude::*;
use dormouse::{ChildSpec, StartOptions};

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

async fn administer(stores: StoresRef) -> anyhow::Result<()> {
    let door = stores.supervisor();
    door.terminate_child("store#0").await?;
    door.restart_child("store#0").await?;
    door.delete_child("store#0").await?;
    door.which_child("store#0")?;
    let store = door.start_child(ChildSpec::new("more", || Store)).await?;
    store.stop().await?;
    door.start_child_with(StartOptions::new(), ()).await?;
    Ok(())
}

fn main() {}
