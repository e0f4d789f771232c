//! Falling asleep by idle time: what the sweep costs when a million actors are due at about the same time.

use std::time::Duration;

use dormouse::Status;
use dormouse::prelude::*;

use crate::actors::{Dozer, DozerRef};
use crate::common::suite::{Sample, Suite};
use crate::common::table::Row;
use crate::common::work::Stopwatch;
use crate::common::{Failure, child, same, work};

const ACTORS: u32 = 1_000_000;

const ROWS: &[Row] = &[Row::new("doze/1,000,000 by idle time, each", "ns", &[])];

pub(crate) fn rows(suite: &Suite) {
    suite.in_child(ROWS, "doze", 3);
}

/// A process of its own, so that nothing else is watched.
pub(crate) fn child() -> Result<(), Failure> {
    let time = work::runtime(1)?.block_on(async {
        let mut actors = Vec::with_capacity(ACTORS as usize);
        for _ in 0..ACTORS {
            actors.push(Dozer::default().spawn()?);
        }
        same(actors[0].count().await?, 1)?;
        let start = Stopwatch::start();
        // Looking wakes nobody, but takes time: so only at some.
        while !actors.iter().step_by(1009).all(is_asleep) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let time = start.each(ACTORS);
        tokio::time::sleep(Duration::from_millis(200)).await;
        let asleep = actors.iter().filter(|actor| is_asleep(actor)).count();
        same(asleep, actors.len())?;
        Ok::<_, Failure>(time)
    })?;
    child::report(&[Sample::alone(time)]);
    Ok(())
}

fn is_asleep(actor: &DozerRef) -> bool {
    actor.actor().status() == Status::Hibernated
}
