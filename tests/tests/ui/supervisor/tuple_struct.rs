use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor]
struct App(#[child] Store);

async fn uses(app: AppRef) {
    let _ = app.stop().await;
}

fn main() {}
