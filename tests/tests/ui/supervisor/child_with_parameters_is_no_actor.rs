use dormouse::prelude::*;

/// What is kept.
#[derive(Default)]
struct Store<T> {
    kept: Vec<T>,
}

#[supervisor]
struct App<T: Clone + Send + Sync + 'static> {
    source: T,
    #[child(start = Store { kept: vec![source.clone()] })]
    store: Store<T>,
    #[child]
    other: Store<T>,
}

#[supervisor(strategy = simple_one_for_one)]
struct Stores<T: Clone + Send + 'static> {
    source: std::marker::PhantomData<fn() -> T>,
    #[child(start = |kept: Vec<T>| Store { kept })]
    store: Store<T>,
}

async fn run<T: Clone + Send + Sync + 'static>(source: T) -> anyhow::Result<()> {
    let app = App { source }.start().await?;
    let _ = app.store();
    app.stop().await;
    Ok(())
}

fn main() {}
