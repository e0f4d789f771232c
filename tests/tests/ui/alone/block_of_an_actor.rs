use dormouse::prelude::*;

/// What one user said.
#[actor]
#[derive(Default)]
struct Session {
    turns: Vec<String>,
}

impl Session {
    /// Adds a turn.
    #[call]
    fn store(&mut self, turn: String) -> usize {
        self.turns.push(turn);
        self.turns.len()
    }

    #[cast]
    async fn forget(&mut self) {
        self.turns.clear();
    }

    #[every("1s")]
    fn tick(&mut self) {}
}

fn main() {
    let session = Session::default().spawn().unwrap();
    let _ = session.store("hello".to_owned());
    let _ = session.forget();
}
