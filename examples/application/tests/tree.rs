//! The library's supervisor is a child as any other.

use dormouse_application::App;
use transcripts::actors::prelude::*;
use transcripts::actors::{Tree, test_util};

#[tokio::test(start_paused = true)]
async fn the_subtree_is_started_used_and_stopped() {
    let app = App { lines: 2 }.start().await.unwrap();
    let answers = app.answers();
    let ask = |question: &str| answers.ask("ada".to_owned(), question.to_owned());
    assert_eq!(ask("one?").await.unwrap(), "ada has asked 1 times");
    assert_eq!(ask("two?").await.unwrap(), "ada has asked 2 times");
    let ada = app.transcripts().open("ada").await.unwrap();
    assert_eq!(ada.lines().await.unwrap(), ["one?", "two?"]);
    assert_eq!(ada.actor().path(), "App/transcripts/users/transcript#0");
    app.stop().await.unwrap();
    assert!(ada.lines().await.is_err());
}

#[tokio::test(start_paused = true)]
async fn a_crash_inside_of_it_stays_there() {
    let app = App { lines: 2 }.start().await.unwrap();
    let answers = app.answers();
    let ask = |question: &str| answers.ask("ada".to_owned(), question.to_owned());
    ask("one?").await.unwrap();
    let generation = answers.actor().generation();
    let ada = app.transcripts().open("ada").await.unwrap();
    test_util::crash(&ada, "for the test").await;
    assert!(ada.lines().await.unwrap().is_empty());
    assert_eq!(ask("two?").await.unwrap(), "ada has asked 1 times");
    assert_eq!(answers.actor().generation(), generation);
}

#[test]
fn the_declared_tree_has_the_library_in_it() {
    let tree = Tree::declared::<App>().to_string();
    for name in ["App", "transcripts", "users", "tally", "answers"] {
        assert!(tree.contains(name), "{name}: {tree}");
    }
}
