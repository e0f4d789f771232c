use dormouse::prelude::*;

struct App;

#[supervisor]
impl App {}

fn main() {}
