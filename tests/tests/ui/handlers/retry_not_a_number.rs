use dormouse::prelude::*;

#[actor]
struct Desk;

#[actor]
impl Desk {
    #[call(retry)]
    fn bare(&self) {}

    #[call(retry = "twice")]
    fn text(&self) {}

    #[call(retry = 0)]
    fn never(&self) {}

    #[call(rety = 2)]
    fn misspelt(&self) {}
}

fn main() {}
