use dormouse::prelude::*;

#[actor]
struct Session {
    turns: Vec<String>,
}

#[actor]
impl Session {
    #[start]
    fn open(turns: Vec<String>) -> Self {
        Self { turns }
    }

    #[call]
    fn count(&self) -> usize {
        self.turns.len()
    }
}

fn main() {
    let _ = Session::open(Vec::new()).spawn().unwrap().count();
}
