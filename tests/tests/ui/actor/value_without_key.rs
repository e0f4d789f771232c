use dormouse::prelude::*;

#[actor(drop_oldest, mailbox = 10)]
#[derive(Default)]
struct Session;

#[actor]
impl Session {}

#[actor(wait, drop_newest, error)]
struct Queue;

#[actor]
impl Queue {}

#[actor(may, clear)]
struct Store;

#[actor]
impl Store {}

#[supervisor]
struct App {
    #[child]
    session: Session,
}

fn main() {}
