use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[actor(hibernate_after = "30s")]
#[derive(Debug)]
#[actor(mailbox = 10)]
struct Session;

#[actor]
impl Session {}

fn main() {}
