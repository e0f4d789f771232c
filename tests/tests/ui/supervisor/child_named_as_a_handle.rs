use dormouse::prelude::*;

// An actor may have such a name.
#[actor]
#[derive(Default)]
struct CrossRef;

#[actor]
impl CrossRef {
    #[call]
    fn links(&self) -> usize {
        0
    }
}

#[derive(Default)]
struct BackRef;

#[supervisor]
struct App {
    #[child]
    cross: CrossRef,
    #[child]
    back: BackRef,
}

async fn used(app: AppRef) {
    let _ = app.cross().links().await;
}

fn main() {}
