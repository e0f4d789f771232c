use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor]
struct App {
    path: String,
    #[child]
    store: Store,
    #[child]
    store: Store,
    #[child]
    path: Store,
}

async fn used(app: App) -> anyhow::Result<()> {
    app.start().await?.store().stop().await?;
    Ok(())
}

fn main() {}
