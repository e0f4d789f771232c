//! What a session remembers: the same state for the actor and for the raw task.

use std::collections::HashMap;

use dormouse::Compact;

/// Bytes of one message.
const TEXT: usize = 200;

/// A text of 200 bytes.
pub(crate) fn text(number: u32) -> String {
    format!("{number:0TEXT$}")
}

/// What was said at one time.
#[derive(Compact, Debug)]
struct Turn {
    text: String,
    topic: String,
}

/// What one user said, and notes on it.
#[derive(Compact, Debug, Default)]
pub(crate) struct History {
    turns: Vec<Turn>,
    notes: HashMap<u64, String>,
    last: String,
}

impl History {
    /// Gives how many turns there are.
    pub(crate) fn add(&mut self, text: String) -> usize {
        let number = self.turns.len() as u64;
        self.notes.insert(number, format!("note {number}"));
        self.last = format!("said {number}");
        self.turns.push(Turn {
            text,
            topic: format!("topic {number}"),
        });
        self.turns.len()
    }

    /// Forgets all but the newest, and leaves every capacity as it is.
    pub(crate) fn cut(&mut self, newest: usize) -> usize {
        let forgotten = self.turns.len().saturating_sub(newest);
        self.turns.drain(..forgotten);
        self.notes.retain(|number, _| *number >= forgotten as u64);
        self.turns.len()
    }
}
