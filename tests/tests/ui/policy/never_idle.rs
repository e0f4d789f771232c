use dormouse::prelude::*;
use std::time::Duration;

#[actor(hibernate_after = "30s")]
struct Ticker;

#[actor]
impl Ticker {
    #[every("1h")]
    fn report(&self) {}

    #[every("10s")]
    fn tick(&self) {}
}

const IDLE: Duration = Duration::from_millis(1_501);

#[actor(hibernate_after = IDLE)]
struct Longer;

#[actor]
impl Longer {
    #[every("1500ms")]
    fn tick(&self) {}
}

fn main() {}
