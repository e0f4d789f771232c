use dormouse::prelude::*;
use std::rc::Rc;

#[actor]
#[derive(Default)]
struct Session {
    user: Rc<str>,
}

#[actor]
impl Session {
    #[call]
    fn user(&self) -> String {
        self.user.to_string()
    }

    #[call]
    async fn greet(&mut self) -> String {
        format!("hello {}", self.user)
    }
}

#[supervisor]
struct App {
    #[child]
    first: Session,
    #[child(start = Session { user: "ada".into() })]
    second: Session,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let session = Session::default().spawn()?;
    session.user().await?;
    let named = Session { user: "ada".into() }.spawn_named("ada")?;
    named.greet().await?;
    let app = App {}.start().await?;
    app.first().greet().await?;
    app.stop().await?;
    Ok(())
}
