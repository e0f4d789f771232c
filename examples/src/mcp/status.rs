//! Which actors are awake and asleep, and what they cost.

use std::fmt;
use std::fs;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use dormouse::{Actor, ActorDoor, ChildInfo};

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
    /// All actors, by what they do.
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
        let sessions = Part::new("sessions", children(&sessions));
        status.awake = sessions.awake;
        status.asleep = sessions.asleep;
        status.awake_bytes = sessions.bytes - sessions.asleep_bytes;
        status.asleep_bytes = sessions.asleep_bytes;
        status.parts = parts(app, sessions);
        status
    }
}

/// The actors that do the same.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Part {
    /// What they do.
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
    /// What those that sleep cost together, in bytes.
    pub asleep_bytes: usize,
}

impl Part {
    fn new(name: &str, actors: impl IntoIterator<Item = Seen>) -> Self {
        let mut part = Self {
            name: name.to_owned(),
            ..Self::default()
        };
        for (status, bytes) in actors {
            match status {
                dormouse::Status::Down | dormouse::Status::Gone => continue,
                dormouse::Status::Hibernated => {
                    part.asleep += 1;
                    part.asleep_bytes += bytes;
                }
                _ => part.awake += 1,
            }
            part.count += 1;
            part.bytes += bytes;
        }
        part
    }
}

/// Where an actor stands, and what it costs.
type Seen = (dormouse::Status, usize);

fn look<A: Actor>(actor: ActorDoor<'_, A>) -> Seen {
    (actor.status(), actor.memory().bytes())
}

fn children(actors: &[ChildInfo]) -> impl Iterator<Item = Seen> {
    let one = |child: &ChildInfo| (child.status(), child.memory().bytes());
    actors.iter().map(one)
}

/// Of supervisors that sleep, their children are not asked for: that would wake them.
fn parts(app: &AppRef, sessions: Part) -> Vec<Part> {
    let (tools, transports) = (app.tools(), app.transports());
    let (websockets, tcp, stdio) = (
        transports.websockets(),
        transports.tcp(),
        transports.stdio(),
    );
    let supervisors = [
        app.supervisor().status(),
        app.sessions().supervisor().status(),
        tools.supervisor().status(),
        transports.supervisor().status(),
        websockets.supervisor().status(),
        tcp.supervisor().status(),
        stdio.supervisor().status(),
        app.chaos().supervisor().status(),
    ];
    let tools = [
        look(tools.calculator().actor()),
        look(tools.counter().actor()),
        look(tools.search().actor()),
        look(tools.crash().actor()),
    ];
    vec![
        Part::new("supervisors", supervisors.map(|status| (status, 0))),
        Part::new("store", [look(app.store().actor())]),
        sessions,
        Part::new("tools", tools),
        Part::new("http", [look(transports.http().actor())]),
        Part::new(
            "websocket",
            children(&websockets.supervisor().which_children()),
        ),
        Part::new("tcp", children(&tcp.supervisor().which_children())),
        Part::new("stdio", children(&stdio.supervisor().which_children())),
        Part::new(
            "chaos",
            children(&app.chaos().supervisor().which_children()),
        ),
    ]
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
        for part in self.parts.iter().filter(|part| part.count > 0) {
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
            parts: vec![
                Part {
                    name: "store".to_owned(),
                    count: 1,
                    asleep: 1,
                    bytes: 250_000,
                    ..Part::default()
                },
                Part::default(),
            ],
            ..Status::default()
        };
        let text = "sessions: 0 awake, 1000 asleep\nbytes each: 0 awake, 250 asleep\n\
                    tools: 2 restarts\nprocess: 5120 KiB\n\
                    store            0 awake      1 asleep     250000 B";
        assert_eq!(status.to_string(), text);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn linux_tells_what_is_resident() {
        assert!(resident_bytes().is_some_and(|bytes| bytes > 100_000));
    }
}
