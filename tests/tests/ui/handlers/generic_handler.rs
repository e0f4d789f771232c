use dormouse::prelude::*;

#[actor]
struct Session;

#[actor]
impl Session {
    #[call]
    fn get<T: Send>(&self, value: T) -> u32 {
        drop(value);
        1
    }
}

async fn uses(session: SessionRef) {
    let _: u32 = session.get("text").await.unwrap();
}

fn main() {}
