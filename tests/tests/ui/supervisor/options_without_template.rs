use dormouse::StartOptions;
use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor]
struct App {
    #[child]
    store: Store,
}

async fn start(app: AppRef) -> anyhow::Result<()> {
    app.supervisor()
        .start_child_with(StartOptions::new(), ())
        .await?;
    Ok(())
}

fn main() {}
