//! Asks twice, and shows the tree.

use dormouse_application::App;
use transcripts::actors::prelude::*;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let app = App { lines: 100 }.start().await?;
    for question in ["who are you?", "are you asleep?"] {
        let answers = app.answers();
        println!(
            "{}",
            answers.ask("ada".to_owned(), question.to_owned()).await?
        );
    }
    println!("{}", app.tree());
    app.stop().await?;
    Ok(())
}
