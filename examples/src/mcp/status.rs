//! How many sessions are awake and asleep, and what they cost.

use std::fmt;
use std::fs;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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
        for session in app.sessions().supervisor().which_children() {
            let bytes = session.memory().bytes();
            if session.status() == dormouse::Status::Hibernated {
                status.asleep += 1;
                status.asleep_bytes += bytes;
            } else {
                status.awake += 1;
                status.awake_bytes += bytes;
            }
        }
        for tool in app.tools().supervisor().which_children() {
            status.restarts += tool.generation().saturating_sub(1);
        }
        status
    }
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
            ..Status::default()
        };
        let text = "sessions: 0 awake, 1000 asleep\nbytes each: 0 awake, 250 asleep\n\
                    tools: 2 restarts\nprocess: 5120 KiB";
        assert_eq!(status.to_string(), text);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn linux_tells_what_is_resident() {
        assert!(resident_bytes().is_some_and(|bytes| bytes > 100_000));
    }
}
