use dormouse::prelude::*;

#[actor(overflow = DropOldest, mailbox = 8)]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor(strategy = OneForOne)]
struct First {
    #[child(restart = Restart::Transient, shutdown = Shutdown::Infinity)]
    store: Store,
}

#[supervisor(strategy = "one-for-all")]
struct Second {
    #[child(shutdown = "brutalKill")]
    store: Store,
}

#[supervisor(strategy = Strategy::Sequential)]
struct Third {
    #[child]
    store: Store,
}

fn main() {}
