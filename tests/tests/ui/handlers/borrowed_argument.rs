use dormouse::prelude::*;

#[actor]
struct Session;

#[actor]
impl Session {
    #[call]
    fn get(&self, key: &str) -> usize {
        key.len()
    }
}

async fn uses(session: SessionRef) {
    let _: usize = session.get("key").await.unwrap();
}

fn main() {}
