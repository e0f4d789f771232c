use dormouse::prelude::*;

/// What one user said.
#[derive(Default)]
struct Session {
    turns: Vec<String>,
}

#[actor]
impl Session {
    #[call]
    fn turns(&self) -> Vec<String> {
        self.turns.clone()
    }
}

struct Owner {
    session: SessionRef,
}

fn main() {
    let session = Session::default().spawn().unwrap();
    let _ = session.turns();
    let _ = Owner { session }.session.stop();
}
