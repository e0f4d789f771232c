use dormouse::Freezable;
use dormouse::prelude::*;

struct Turn(String);

#[actor(freeze_after = "1h")]
struct Session {
    turns: Freezable<Vec<Turn>>,
}

#[actor]
impl Session {
    #[call]
    fn turns(&self) -> usize {
        self.turns.len()
    }
}

fn main() {}
