use dormouse::prelude::*;
use std::time::Duration;

const NONE: Duration = Duration::ZERO;
const ROOM: usize = 0;

#[actor]
#[derive(Default)]
struct Ticker;

#[actor]
impl Ticker {
    #[every(NONE)]
    fn tick(&mut self) {}
}

#[actor(mailbox = ROOM)]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor(period = NONE)]
struct Counts {
    #[child]
    store: Store,
}

#[supervisor]
struct Starts {
    #[child(start_timeout = Duration::ZERO)]
    store: Store,
}

#[supervisor(strategy = simple_one_for_one, period = NONE)]
struct OnDemand {
    #[child(start_timeout = NONE)]
    store: Store,
}

#[supervisor(dynamic, period = NONE)]
struct Dynamic;

fn main() {}
