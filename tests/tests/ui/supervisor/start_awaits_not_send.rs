use dormouse::prelude::*;

use std::rc::Rc;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor]
struct App {
    #[child(start = { let shared = Rc::new(1); std::future::ready(()).await; drop(shared); Store })]
    store: Store,
}

fn main() {}
