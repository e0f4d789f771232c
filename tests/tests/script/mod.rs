//! Children that do what a script says, and a log of what they did.

#![allow(dead_code, reason = "each test program uses a part of it")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use dormouse::prelude::*;

pub(crate) const MS: Duration = Duration::from_millis(1);

/// Until everything that can happen now has happened: the clock moves only when nothing else does.
pub(crate) async fn settle() {
    tokio::time::sleep(MS).await;
}

/// Shared by all children of a tree.
#[derive(Clone, Debug, Default)]
pub(crate) struct Script(Arc<Mutex<Lines>>);

#[derive(Debug, Default)]
struct Lines {
    log: Vec<String>,
    failing: BTreeMap<&'static str, u32>,
    ignoring: BTreeSet<&'static str>,
    stop_takes: BTreeMap<&'static str, Duration>,
    hanging: u32,
}

impl Script {
    pub(crate) fn new() -> Self {
        dormouse::install_panic_hook();
        Self::default()
    }

    fn lines(&self) -> MutexGuard<'_, Lines> {
        self.0.lock().unwrap()
    }

    pub(crate) fn note(&self, line: impl Into<String>) {
        self.lines().log.push(line.into());
    }

    /// What has happened since it was last asked, as `start a, stop b: shutdown`.
    pub(crate) fn log(&self) -> String {
        std::mem::take(&mut self.lines().log).join(", ")
    }

    /// The next starts of that child fail, so often.
    pub(crate) fn failing(&self, name: &'static str, times: u32) {
        self.lines().failing.insert(name, times);
    }

    /// Whether starts of that child are declined from now on.
    pub(crate) fn ignoring(&self, name: &'static str, ignoring: bool) {
        if ignoring {
            self.lines().ignoring.insert(name);
        } else {
            self.lines().ignoring.remove(name);
        }
    }

    /// That child takes so long to stop.
    pub(crate) fn stop_takes(&self, name: &'static str, time: Duration) {
        self.lines().stop_takes.insert(name, time);
    }

    /// The next calls of `hang` never end, so many.
    pub(crate) fn hanging(&self, times: u32) {
        self.lines().hanging = times;
    }

    pub(crate) async fn hang(&self) {
        let hangs = {
            let mut lines = self.lines();
            let hangs = lines.hanging > 0;
            lines.hanging = lines.hanging.saturating_sub(1);
            hangs
        };
        if hangs {
            std::future::pending::<()>().await;
        }
    }

    /// A start.
    pub(crate) fn open(&self, name: &'static str) -> Result<Start<Worker>, String> {
        let mut lines = self.lines();
        if let Some(left) = lines.failing.get_mut(name).filter(|left| **left > 0) {
            *left -= 1;
            lines.log.push(format!("fail {name}"));
            return Err(format!("{name} does not start"));
        }
        if lines.ignoring.contains(name) {
            lines.log.push(format!("ignore {name}"));
            return Ok(Start::Ignore);
        }
        lines.log.push(format!("start {name}"));
        drop(lines);
        let script = self.clone();
        Ok(Start::Ready(Worker { name, script }))
    }

    /// A start that takes some time.
    pub(crate) async fn open_in(
        &self,
        time: Duration,
        name: &'static str,
    ) -> Result<Start<Worker>, String> {
        tokio::time::sleep(time).await;
        self.open(name)
    }
}

#[actor]
pub(crate) struct Worker {
    name: &'static str,
    script: Script,
}

#[actor]
impl Worker {
    #[call]
    pub(crate) fn ping(&self) {}

    #[cast]
    pub(crate) fn note(&self, word: &'static str) {
        self.script.note(format!("{word} {}", self.name));
    }

    /// Is busy, and sees nothing else.
    #[cast]
    pub(crate) async fn sleep(&mut self, time: Duration) {
        tokio::time::sleep(time).await;
    }

    #[cast]
    pub(crate) fn panic(&self) {
        panic!("{} was told to", self.name);
    }

    #[cast]
    pub(crate) fn end(&self, reason: ExitReason) -> Outcome {
        Outcome::stop(reason)
    }

    #[stop]
    async fn on_stop(&mut self, reason: &ExitReason) {
        self.script.note(format!("stop {}: {reason}", self.name));
        let time = self.script.lines().stop_takes.get(self.name).copied();
        if let Some(time) = time {
            tokio::time::sleep(time).await;
            self.script.note(format!("stopped {}", self.name));
        }
    }
}

/// `a 1, b 2`: the incarnations of some children.
#[macro_export]
macro_rules! generations {
    ($tree:expr, $($child:ident)*) => {
        [$($tree.$child().actor().generation()),*]
    };
}
