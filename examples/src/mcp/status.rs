//! Which actors are awake and asleep, and what they cost.

use std::fmt;
use std::fs;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use dormouse::{ChildInfo, MemoryReport, MemoryRow};

use super::app::AppRef;

/// How the server is at one moment. To look wakes nobody.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Status {
    /// How many sessions are awake.
    pub awake: usize,
    /// How many sleep.
    pub asleep: usize,
    /// What the sessions that are awake cost together, in bytes.
    pub awake_bytes: usize,
    /// What the sessions that sleep cost together, in bytes.
    pub asleep_bytes: usize,
    /// How often a tool has been restarted.
    pub restarts: u32,
    /// How often a session that is open has been restarted.
    pub session_restarts: u32,
    /// All actors and supervisors, by type; those first that would gain most by sleep.
    pub parts: Vec<Part>,
    /// How the root supervisor is: `hibernated`, unless something has just happened to it.
    pub root: String,
    /// How the supervisor of the sessions is: always `idle`, since clients come at any time.
    pub reception: String,
    /// How much of the process is in memory, in bytes, where the system tells.
    pub resident_bytes: Option<usize>,
}

impl Status {
    /// How the server is now.
    #[must_use]
    pub fn of(app: &AppRef) -> Self {
        let mut status = Self {
            root: app.supervisor().status().to_string(),
            reception: app.sessions().supervisor().status().to_string(),
            resident_bytes: resident_bytes(),
            ..Self::default()
        };
        let tools = app.tools();
        status.restarts = restarts([
            tools.calculator().actor().generation(),
            tools.counter().actor().generation(),
            tools.search().actor().generation(),
            tools.crash().actor().generation(),
        ]);
        let sessions = app.sessions().supervisor().which_children();
        status.session_restarts = restarts(sessions.iter().map(ChildInfo::generation));
        for session in sessions {
            let bytes = session.memory().bytes();
            if session.status() == dormouse::Status::Hibernated {
                status.asleep += 1;
                status.asleep_bytes += bytes;
            } else {
                status.awake += 1;
                status.awake_bytes += bytes;
            }
        }
        let report = MemoryReport::of(&app.into());
        status.parts = report.rows().iter().map(Part::from).collect();
        status
    }
}

/// The actors of one type.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Part {
    /// The name of the type.
    pub name: String,
    /// How many there are.
    pub count: usize,
    /// How many of them are awake.
    pub awake: usize,
    /// How many of them sleep.
    pub asleep: usize,
    /// What they cost together, in bytes: cells, mailboxes, tasks and what their fields own, as far as that can
    /// be measured. Sockets are not in it.
    pub bytes: usize,
    /// What they would cost together if all slept, in bytes.
    pub best_bytes: usize,
}

impl From<&MemoryRow> for Part {
    fn from(row: &MemoryRow) -> Self {
        Self {
            name: row.name().to_owned(),
            count: row.count(),
            awake: row.active(),
            asleep: row.asleep(),
            bytes: row.actual(),
            best_bytes: row.best(),
        }
    }
}

fn restarts(generations: impl IntoIterator<Item = u32>) -> u32 {
    let restarts = generations
        .into_iter()
        .map(|generation| generation.saturating_sub(1));
    restarts.sum()
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let each = |bytes: usize, sessions: usize| bytes / sessions.max(1);
        let awake = each(self.awake_bytes, self.awake);
        let asleep = each(self.asleep_bytes, self.asleep);
        writeln!(f, "sessions: {} awake, {} asleep", self.awake, self.asleep)?;
        writeln!(f, "bytes each: {awake} awake, {asleep} asleep")?;
        write!(f, "tools: {} restarts", self.restarts)?;
        if let Some(bytes) = self.resident_bytes {
            write!(f, "\nprocess: {} KiB", bytes / 1024)?;
        }
        for part in &self.parts {
            let Part {
                name,
                awake,
                asleep,
                bytes,
                ..
            } = part;
            write!(
                f,
                "\n{name:<12}{awake:>6} awake {asleep:>6} asleep {bytes:>10} B"
            )?;
        }
        Ok(())
    }
}

/// What Linux says in `/proc`.
fn resident_bytes() -> Option<usize> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kib: usize = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kib * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_well() {
        let status = Status {
            awake: 0,
            asleep: 1_000,
            awake_bytes: 0,
            asleep_bytes: 250_000,
            restarts: 2,
            resident_bytes: Some(5 << 20),
            parts: vec![Part {
                name: "Store".to_owned(),
                count: 1,
                asleep: 1,
                bytes: 250_000,
                ..Part::default()
            }],
            ..Status::default()
        };
        let text = "sessions: 0 awake, 1000 asleep\nbytes each: 0 awake, 250 asleep\n\
                    tools: 2 restarts\nprocess: 5120 KiB\n\
                    Store            0 awake      1 asleep     250000 B";
        assert_eq!(status.to_string(), text);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn linux_tells_what_is_resident() {
        assert!(resident_bytes().is_some_and(|bytes| bytes > 100_000));
    }
}
