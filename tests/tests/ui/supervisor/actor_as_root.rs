use dormouse::Supervisor;
use dormouse::prelude::*;

#[actor]
struct Session;

#[actor]
impl Session {}

async fn run<S: Supervisor>(root: S) {
    let _ = root.start().await;
}

fn main() {
    let _ = run(Session);
}
