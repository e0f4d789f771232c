use std::collections::HashMap;

use dormouse::prelude::*;
use dormouse::{Compact, Freezable};

#[derive(Default)]
struct Book(String);

#[actor]
#[derive(Default)]
struct Shelf {
    books: HashMap<String, Freezable<Book>>,
    row: Row,
}

#[actor]
impl Shelf {}

#[derive(Default, Compact)]
struct Row {
    last: Option<Freezable<Book>>,
}

#[actor]
#[derive(Default)]
struct Box<T> {
    content: Freezable<T>,
}

#[actor]
impl<T: Send + 'static> Box<T> {
    #[call]
    fn peep(&self) -> bool {
        std::ptr::eq(&*self.content, &*self.content)
    }
}

fn main() {}
