use dormouse::prelude::*;

mod tera {
    #[derive(Default)]
    pub struct Context;
}

#[actor]
struct Session;

#[actor]
impl Session {
    #[call]
    fn render(&self, context: tera::Context) -> usize {
        drop(context);
        0
    }
}

fn main() {}
