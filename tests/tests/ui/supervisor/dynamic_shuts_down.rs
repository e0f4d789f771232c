use dormouse::prelude::*;

#[supervisor(dynamic, auto_shutdown = any_significant, max_children = -1)]
struct Plugins {}

fn main() {}
