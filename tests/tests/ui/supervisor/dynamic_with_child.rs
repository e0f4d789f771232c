use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Plugin;

#[actor]
impl Plugin {}

#[supervisor(dynamic)]
struct Plugins {
    #[child]
    plugin: Plugin,
}

fn main() {}
