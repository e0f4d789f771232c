use dormouse::prelude::*;

#[actor]
struct Session;

#[actor]
impl Session {
    #[call]
    fn turns(&self) -> usize;

    #[call]
    fn last(&self, number:) -> usize {
        1
    }

    #[call]
    fn first(&self) -> usize {
        let = 3;
        1
    }

    #[call]
    fn whole(&self) -> usize {
        1
    }
}

async fn use_it(session: &SessionRef) {
    let _ = session.turns().await;
    let _ = session.first().await;
    let _ = session.whole().await;
}

fn main() {}
