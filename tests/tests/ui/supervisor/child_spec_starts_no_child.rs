use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Plugin;

#[actor]
impl Plugin {}

struct Plain;

fn specs() {
    let _ = dormouse::ChildSpec::new("plain", || Plain);
    let _ = dormouse::ChildSpec::new("plugin", || Plugin);
    let _ = dormouse::ChildSpec::new("plugin", Plugin);
}

fn main() {}
