use dormouse::prelude::*;

#[actor]
struct Session;

#[actor]
impl Session {
    #[call]
    fn get(&self, n: u32) -> u32 {
        n
    }
}

async fn uses(session: SessionRef) {
    let _ = session.get("1").await;
}

fn main() {}
