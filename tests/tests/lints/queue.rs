//! What can be said of a mailbox, of what is kept over a restart, and of crashes.

use moused::{Exit, FormatStatus, actor};

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

    /// Takes even longer.
    #[call(blocking, on_crash = Self::lost)]
    pub fn grind(&mut self, job: String, times: usize) -> usize {
        let ground = job.repeat(times);
        self.done.push(job);
        ground.len()
    }

    /// Nobody waits for it.
    #[cast(blocking, wait, on_crash = lost)]
    pub fn grind_later(&mut self, job: String) {
        self.done.push(job);
    }

    #[format_status]
    fn shown(&self, status: &mut FormatStatus) {
        status.set_state(format!("{} jobs", self.done.len()));
    }
}

impl Slow {
    fn lost(exit: &Exit, job: String, times: usize) {
        drop((exit.clone(), job, times));
    }
}

fn lost(exit: &Exit, job: String) {
    drop((exit.clone(), job));
}
