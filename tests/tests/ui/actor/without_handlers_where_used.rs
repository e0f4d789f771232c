use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Session;

#[supervisor]
struct App {
    #[child]
    session: Session,
}

async fn used(app: App) -> anyhow::Result<()> {
    Session.spawn()?.stop().await?;
    let ada = Session.spawn_named("ada")?;
    println!("{}", ada.tree());
    println!("{}", app.start().await?.session().tree());
    Ok(())
}

fn main() {}
