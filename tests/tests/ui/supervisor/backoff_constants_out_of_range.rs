use dormouse::prelude::*;
use std::time::Duration;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

const NOTHING: Duration = Duration::ZERO;
const SHRINKING: f64 = 0.5;
const MORE_THAN_ALL: f64 = 1.5;

#[supervisor]
struct App {
    #[child(backoff(initial = NOTHING))]
    first: Store,
    #[child(backoff(factor = SHRINKING))]
    second: Store,
    #[child(backoff(jitter = MORE_THAN_ALL))]
    third: Store,
}

fn main() {}
