//! One user's transcript.

use crate::actors::prelude::*;

/// With the feature, it is what `freeze_after` makes one compressed block of.
#[cfg(feature = "freeze")]
type Lines = crate::actors::Freezable<Vec<String>>;
#[cfg(not(feature = "freeze"))]
type Lines = Vec<String>;

/// What one user has said.
///
/// [`TranscriptsRef::open`](crate::TranscriptsRef::open) gives its handle.
#[cfg_attr(
    feature = "freeze",
    actor(crate = crate::actors, hibernate_after = "30s", freeze_after = "1h")
)]
#[cfg_attr(
    not(feature = "freeze"),
    actor(crate = crate::actors, hibernate_after = "30s")
)]
#[derive(Debug)]
pub struct Transcript {
    // Private, so that they can change: a struct with public fields is made, and taken apart, by others.
    user: String,
    keep: usize,
    lines: Lines,
}

impl Transcript {
    pub(crate) fn new(user: String, keep: usize) -> Self {
        Self {
            user,
            keep,
            lines: Lines::default(),
        }
    }

    /// Not a message: it is nobody's but this crate's.
    fn forget(&mut self) {
        let over = self.lines.len().saturating_sub(self.keep);
        self.lines.drain(..over);
    }
}

#[actor(crate = crate::actors)]
impl Transcript {
    /// Adds a line, and forgets the oldest where there are too many. Gives how many there are.
    #[call]
    pub fn say(&mut self, line: String) -> usize {
        self.lines.push(line);
        self.forget();
        self.lines.len()
    }

    /// All lines that are kept, oldest first.
    #[call]
    pub fn lines(&self) -> Vec<String> {
        self.lines.to_vec()
    }

    /// Who said them.
    #[call]
    pub fn user(&self) -> String {
        self.user.clone()
    }

    /// Forgets all lines.
    #[cast]
    pub fn clear(&mut self) {
        self.lines.clear();
    }
}
