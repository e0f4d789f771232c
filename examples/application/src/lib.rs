//! A program's own tree, with the subtree of a library in it.

use transcripts::actors::prelude::*;
use transcripts::{Transcripts, TranscriptsRef};

/// Answers, and remembers what was asked.
#[actor(crate = transcripts::actors)]
#[derive(Debug)]
pub struct Answers {
    transcripts: TranscriptsRef,
}

impl Answers {
    /// Remembers in those.
    #[must_use]
    pub fn new(transcripts: TranscriptsRef) -> Self {
        Self { transcripts }
    }
}

#[actor(crate = transcripts::actors)]
impl Answers {
    /// Answers the user.
    ///
    /// # Errors
    ///
    /// When the transcript cannot be opened or written.
    #[call]
    pub async fn ask(&mut self, user: String, question: String) -> anyhow::Result<String> {
        let transcript = self.transcripts.open(&user).await?;
        let questions = transcript.say(question).await?;
        Ok(format!("{user} has asked {questions} times"))
    }
}

/// The whole program.
#[supervisor(crate = transcripts::actors, strategy = rest_for_one)]
#[derive(Debug)]
pub struct App {
    /// How many lines are kept of a user.
    pub lines: usize,
    /// Who has asked what.
    #[child(start = Transcripts::keeping(*lines))]
    pub transcripts: Transcripts,
    /// Who answers.
    #[child(start = Answers::new(transcripts.clone()))]
    pub answers: Answers,
}
