use dormouse::prelude::*;

#[actor]
struct Session;

#[actor]
impl Session {
    #[call]
    async fn get(&self, key: &str) -> &str {
        panic!("{key}")
    }

    #[cast]
    fn put(value: impl Send) -> u32 {
        drop(value);
        1
    }

    #[call]
    fn sound(&self) -> u32 {
        1
    }
}

async fn uses(session: SessionRef) {
    let _: u32 = session.sound().await.unwrap();
}

fn main() {}
