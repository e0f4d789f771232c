use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Session {
    turns: Vec<String>,
}

#[actor]
impl Sesion {
    #[call]
    fn turns(&self) -> Vec<String> {
        self.turns.clone()
    }

    #[call]
    async fn store(&mut self, turn: String) -> Result<Hibernate<usize>, String> {
        self.turns.push(turn);
        Ok(Hibernate(self.turns.len()))
    }

    #[cast]
    fn clear(&mut self) {
        self.turns.clear();
    }

    #[stop]
    fn end(&mut self) {}
}

#[supervisor]
struct App {
    #[child]
    session: Session,
}

async fn used(app: AppRef) -> anyhow::Result<usize> {
    let session = Session::default().spawn()?;
    session.clear()?;
    let turns = app.session().turns().await?;
    Ok(turns.len() + session.store("hello".to_owned()).await?)
}

fn main() {}
