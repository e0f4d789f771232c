use dormouse::prelude::*;

#[actor]
struct Session {
    user: String,
}

#[actor]
impl Session {}

#[supervisor]
struct App {
    #[child(start = async { Session { user: "ada".to_owned() } })]
    session: Session,
    #[child]
    sessions: Sessions,
}

#[supervisor(strategy = simple_one_for_one)]
struct Sessions {
    #[child(start = |user: String| async move { Session { user } })]
    session: Session,
}

async fn used(app: &AppRef) -> anyhow::Result<()> {
    app.sessions().start_child("ada".to_owned()).await?;
    Ok(())
}

fn main() {}
