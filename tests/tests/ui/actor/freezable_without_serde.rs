use dormouse::Freezable;
use dormouse::prelude::*;

struct Turn(String);

#[actor(freeze_after = "1h")]
#[derive(Default)]
struct Session {
    turns: Freezable<Vec<Turn>>,
}

#[actor]
impl Session {
    #[call]
    fn turns(&self) -> usize {
        self.turns.len()
    }

    #[cast]
    fn say(&mut self, turn: String) {
        self.turns.push(Turn(turn));
    }
}

async fn used() {
    let turns = Freezable::new(vec![Turn("good night".to_owned())]);
    let session = Session { turns }.spawn().unwrap();
    let _ = session.turns().await;
    let _ = Session::default().spawn();
}

fn main() {}
