//! The library from outside: as a tree of its own.

use transcripts::actors::Tree;
use transcripts::actors::prelude::*;
use transcripts::{TranscriptRef, Transcripts, TranscriptsRef};

#[tokio::test(start_paused = true)]
async fn one_transcript_for_each_user() {
    let transcripts: TranscriptsRef = Transcripts::keeping(2).start().await.unwrap();
    let ada: TranscriptRef = transcripts.open("ada").await.unwrap();
    let bob = transcripts.open("bob").await.unwrap();
    assert_ne!(ada, bob);
    assert_eq!(transcripts.open("ada").await.unwrap(), ada);
    assert_eq!(bob.user().await.unwrap(), "bob");

    for line in ["one", "two", "three"] {
        ada.say(line.to_owned()).await.unwrap();
    }
    assert_eq!(ada.lines().await.unwrap(), ["two", "three"]);
    ada.clear().unwrap();
    assert!(ada.lines().await.unwrap().is_empty());
    #[cfg(feature = "tally")]
    assert_eq!(transcripts.opened().await.unwrap(), 2);
    transcripts.stop().await.unwrap();
    assert!(ada.lines().await.is_err());
}

#[tokio::test(start_paused = true)]
async fn what_is_private_is_in_the_picture_all_the_same() {
    let tree = Tree::declared::<Transcripts>().to_string();
    for name in ["Transcripts", "users", "transcript", "tally"] {
        assert!(tree.contains(name), "{name}: {tree}");
    }
}
