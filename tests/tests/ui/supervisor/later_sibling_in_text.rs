use dormouse::prelude::*;

#[actor]
struct Store {
    label: String,
}

#[actor]
impl Store {}

#[supervisor]
struct App {
    #[child(start = Store { label: format!("beside {cache:?}") })]
    store: Store,
    #[child(start = Store { label: format!("{} {store:?} {cache}", "{cache}") })]
    cache: Store,
    #[child(start = Store { label: format!("{last:?}", last = store) })]
    named: Store,
    #[child(start = Store { label: "{last}".to_owned() })]
    last: Store,
}

fn main() {}
