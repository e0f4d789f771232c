use dormouse::prelude::*;

#[actor]
struct Desk;

#[actor]
impl Desk {
    #[cast(retry = 2)]
    fn note(&self, _text: String) {}
}

fn main() {}
