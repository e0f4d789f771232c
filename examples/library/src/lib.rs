//! What users have said, each user's in an actor that sleeps between two lines.
//!
//! This crate exports a subtree, [`Transcripts`], for the tree of a program, and the handles of its actors. It is an
//! example of a library made with dormouse; the guide of dormouse explains it under "Writing a library".
//!
//! A program needs no dependency on dormouse of its own: all of it is here as [`actors`], in the version that this
//! crate is made with.
//!
//! ```
//! use transcripts::Transcripts;
//! use transcripts::actors::prelude::*;
//!
//! #[supervisor(crate = transcripts::actors)]
//! struct App {
//!     #[child(start = Transcripts::keeping(100))]
//!     transcripts: Transcripts,
//! }
//!
//! # #[tokio::main]
//! # async fn main() -> anyhow::Result<()> {
//! let app = App {}.start().await?;
//! let ada = app.transcripts().open("ada").await?;
//! ada.say("hello".to_owned()).await?;
//! assert_eq!(ada.lines().await?, ["hello"]);
//! # Ok(())
//! # }
//! ```

#![forbid(unsafe_code)]

mod transcript;
mod tree;

pub use dormouse as actors;

pub use self::transcript::{Transcript, TranscriptRef};
pub use self::tree::{Transcripts, TranscriptsRef};
