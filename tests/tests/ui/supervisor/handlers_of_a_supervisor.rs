use dormouse::prelude::*;

#[supervisor]
struct App {
    name: String,
}

#[actor]
impl App {
    #[call]
    fn name(&self) -> String {
        self.name.clone()
    }
}

fn main() {}
