//! 50,000 live connections, of the kind that the MCP example has: an actor each, with who the client is and
//! what it has called.

use std::time::Instant;

use dormouse::Status;
use dormouse::prelude::*;

use crate::common::memory::{Mark, resident};
use crate::common::suite::{Sample, Suite};
use crate::common::table::{Floor, Row};
use crate::common::work::Stopwatch;
use crate::common::{Failure, allocator, child, same, work};
use crate::memory::until;

const CONNECTIONS: u32 = 50_000;

const ROWS: &[Row] = &[
    Row::new("connections/50,000, live, each", "B", &[]),
    Row::new("connections/50,000, resident", "MB", &[]),
    Row::new(
        "connections/all answer, each",
        "us",
        &[Floor::AtMost(100.0)],
    ),
    Row::new("connections/until all sleep again", "s", &[]),
];

pub(crate) fn rows(suite: &Suite) {
    suite.in_child(ROWS, "connections", 1);
}

#[actor(hibernate_after = "200ms")]
struct Connection {
    id: u128,
    client: Option<(String, String)>,
    calls: u64,
}

#[actor]
impl Connection {
    #[call]
    fn greet(&mut self, name: String, version: String) {
        self.client = Some((name, version));
    }

    #[call]
    fn called(&mut self) -> u64 {
        self.calls += 1;
        self.calls
    }

    #[call]
    fn client(&self) -> Option<(u128, String)> {
        Some((self.id, self.client.clone()?.0))
    }
}

#[supervisor(strategy = simple_one_for_one, max_children = 50_000)]
struct Connections {
    #[child(
        start = |id: u128| Connection { id, client: None, calls: 0 },
        restart = transient,
    )]
    connection: Connection,
}

pub(crate) fn child() -> Result<(), Failure> {
    allocator::count();
    work::runtime(1)?.block_on(async {
        let mut connections = Vec::with_capacity(CONNECTIONS as usize);
        let (mark, before) = (Mark::here()?, resident()?);
        let tree = Connections {}.start().await?;
        for id in 0..CONNECTIONS {
            let connection = tree.start_child(u128::from(id)).await?;
            connection
                .greet(format!("client {id}"), "1.0".to_owned())
                .await?;
            connections.push(connection);
        }
        let sleeps = |connection: &ConnectionRef| connection.actor().status() == Status::Hibernated;
        until(|| connections.iter().all(sleeps)).await?;
        let live = mark.live()? / f64::from(CONNECTIONS);
        let resident = resident()?.saturating_sub(before) as f64 / 1e6;
        let start = Stopwatch::start();
        for connection in &connections {
            same(connection.called().await?, 1)?;
        }
        let answers = start.each(CONNECTIONS) / 1_000.0;
        let start = Instant::now();
        until(|| connections.iter().all(sleeps)).await?;
        let again = start.elapsed().as_secs_f64();
        let last = connections[7].client().await?;
        same(last, Some((7, "client 7".to_owned())))?;
        child::report(&[live, resident, answers, again].map(Sample::alone));
        Ok(())
    })
}
