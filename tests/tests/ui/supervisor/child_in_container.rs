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
    stores: Vec<Store>,
    #[child(start = std::collections::HashMap::new())]
    by_name: std::collections::HashMap<String, Store>,
    #[child(start = None)]
    maybe: Option<Store>,
    #[child]
    shared: std::sync::Arc<Store>,
}

#[supervisor(strategy = simple_one_for_one)]
struct Stores {
    #[child(start = |rows: usize| vec![Store; rows])]
    store: Vec<Store>,
}

async fn rows(app: &AppRef) {
    let _ = app.stores().rows().await;
    let _ = app.maybe().rows().await;
}

fn main() {}
