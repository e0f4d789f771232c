use dormouse::prelude::*;

#[supervisor]
struct App {
    #[child(start = App {})]
    app: App,
}

fn main() {}
