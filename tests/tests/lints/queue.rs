//! What can be said of a mailbox, and of what is kept over a restart.

use moused::actor;

/// Takes its time, and keeps what it has.
#[actor(crate = moused, mailbox = 10, overflow = drop_oldest, on_restart = clear)]
#[derive(Debug, Default)]
pub struct Slow {
    #[actor(keep)]
    done: Vec<String>,
    #[actor(keep)]
    last: Option<String>,
}

#[actor(crate = moused)]
impl Slow {
    /// Waits for room.
    #[cast(wait)]
    pub fn work(&mut self, job: String) {
        self.last = Some(job);
    }

    /// Goes first.
    #[cast(priority)]
    pub fn forget(&mut self) {
        self.done.clear();
    }

    /// Goes first as well.
    #[call(priority)]
    #[must_use]
    pub fn done(&self) -> usize {
        self.done.len()
    }
}
