use dormouse::prelude::*;

#[actor]
struct Session;

#[actor]
impl Session {
    #[call]
    fn get(&self, a: Context<Self>, b: &Context<Self>) {
        let _ = (a, b);
    }
}

fn main() {}
