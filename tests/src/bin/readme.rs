//! Each user has a session, and each session sleeps between two messages.

use dormouse::prelude::*;

#[actor]
struct Session {
    lines: Vec<String>,
}

#[actor]
impl Session {
    /// The user thinks now, so the session sleeps at once.
    #[call]
    fn say(&mut self, line: String) -> Hibernate<usize> {
        self.lines.push(line);
        Hibernate(self.lines.len())
    }
}

#[supervisor(strategy = simple_one_for_one)]
struct Sessions {
    #[child(start = |first: String| Session { lines: vec![first] })]
    session: Session,
}

#[supervisor(strategy = one_for_one, intensity = 5, period = "60s")]
struct App {
    #[child]
    sessions: Sessions,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let app = App {}.start().await?;
    let ada = app.sessions().start_child("hello".to_owned()).await?;
    let _bob = app.sessions().start_child("hi".to_owned()).await?;
    assert_eq!(ada.say("are you there?".to_owned()).await?, 2);
    println!("{}", app.tree());
    Ok(())
}
