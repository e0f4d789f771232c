//! The subtree, and what its handle can do beside its children.

use crate::actors::prelude::*;
use crate::actors::{StartError, StartErrorKind};
use crate::transcript::{Transcript, TranscriptRef};

/// A transcript for each user who has said something, as a subtree.
///
/// It is a child of a program's own tree, or a tree of its own: `Transcripts::keeping(100).start().await`.
#[supervisor(crate = crate::actors, strategy = one_for_one, intensity = 5, period = "60s")]
#[derive(Clone, Debug)]
pub struct Transcripts {
    keep: usize,
    // Private as children, and so as methods of the handle: they can change without a new major version.
    #[child(start = Users { keep: *keep })]
    users: Users,
    #[child]
    tally: Tally,
}

impl Transcripts {
    /// Transcripts of the last `lines` lines.
    #[must_use]
    pub fn keeping(lines: usize) -> Self {
        Self { keep: lines }
    }
}

impl TranscriptsRef {
    /// The transcript of that user: the one that there is, or a new one.
    ///
    /// # Errors
    ///
    /// When none can be started: while the subtree is down.
    pub async fn open(&self, user: &str) -> Result<TranscriptRef, StartError> {
        let error = match self.users().start_child(user.to_owned()).await {
            Ok(transcript) => {
                // Nobody misses the number of a tally that is being restarted.
                let _ = self.tally().one_more();
                return Ok(transcript);
            }
            Err(error) => error,
        };
        let there = match error.kind() {
            StartErrorKind::NameTaken(taken) => taken.holder::<Transcript>(),
            _ => None,
        };
        there.ok_or(error)
    }

    /// How many transcripts have been opened since the tally was started last.
    ///
    /// # Errors
    ///
    /// When the tally is down.
    #[cfg(feature = "tally")]
    pub async fn opened(&self) -> Result<u64, crate::actors::CallError> {
        self.tally().opened().await
    }
}

/// Starts a transcript for each user.
#[supervisor(crate = crate::actors, strategy = simple_one_for_one, hibernate_after = "5s")]
#[derive(Debug)]
struct Users {
    keep: usize,
    #[child(
        name = format!("transcripts/{user}"),
        start = |user: String| Transcript::new(user, *keep),
        restart = transient
    )]
    transcript: Transcript,
}

/// How many transcripts have been opened.
#[actor(crate = crate::actors, hibernate_after = "30s")]
#[derive(Debug, Default)]
struct Tally {
    opened: u64,
}

#[actor(crate = crate::actors)]
impl Tally {
    #[cast]
    fn one_more(&mut self) {
        self.opened += 1;
    }

    #[cfg(feature = "tally")]
    #[call]
    fn opened(&self) -> u64 {
        self.opened
    }
}
