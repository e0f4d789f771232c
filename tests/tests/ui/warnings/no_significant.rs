#![deny(deprecated)]

use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Job;

#[actor]
impl Job {}

#[supervisor(auto_shutdown = any_significant)]
struct First {
    #[child(restart = transient)]
    job: Job,
}

#[supervisor(auto_shutdown = all_significant)]
struct Last {
    #[child(significant = false)]
    job: Job,
}

// What follows is meant.
#[supervisor(auto_shutdown = all_significant)]
struct Later {}

#[supervisor(auto_shutdown = any_significant, allow(no_significant))]
struct Added {
    #[child]
    job: Job,
}

fn main() {}
