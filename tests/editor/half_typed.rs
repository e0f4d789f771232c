//! What an author has while typing. `check.py` asks rust-analyzer at the numbered marks.

use dormouse::prelude::*;

/// Keeps what was said.
#[actor(hibernate_after = "30s")]
#[derive(Default)]
pub struct Session {
    turns: Vec<String>,
}

#[actor]
impl Session {
    /// How many there are.
    #[call]
    pub fn count_turns(&self) -> usize {
        self.turns.len()
    }

    #[call]
    pub fn half_a_body(&mut self, text: String) -> usize {
        let z = = 3;
        self./*1*/
    }

    #[cast]
    pub fn no_body(&mut self, text: String);
}

#[supervisor(strategy = one_for_one, inten)]
pub struct App {
    #[child(start = Session::def)]
    first: Session,
    #[child]
    second: Session,
}

fn the_handle(session: &SessionRef) {
    session./*2*/
}

fn a_handler(session: &SessionRef) {
    let _ = session.count_/*3*/turns();
}

fn the_tree(app: &AppRef) {
    app./*4*/
}

fn a_child(app: &AppRef) {
    let _ = app.second().count_/*5*/turns();
}
