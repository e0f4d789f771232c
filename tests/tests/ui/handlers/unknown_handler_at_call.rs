use dormouse::prelude::*;

#[actor]
struct Session;

#[actor]
impl Session {
    #[call]
    fn store(&self, n: u32) -> u32 {
        n
    }
}

async fn uses(session: SessionRef) {
    let _ = session.stroe(1).await;
}

fn main() {}
