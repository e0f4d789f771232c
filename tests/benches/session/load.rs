//! The workload on actors.

use std::time::Instant;

use dormouse::Status;
use dormouse::prelude::*;

use crate::actors::{SessionRef, Sessions};
use crate::common::memory::{Mark, resident};
use crate::common::rest::{REST, until_steady};
use crate::common::suite::Sample;
use crate::common::work::Stopwatch;
use crate::common::{Failure, allocator, child, same, work};
use crate::history::text;

pub(crate) const SESSIONS: u32 = 50_000;
pub(crate) const MESSAGES: u32 = 50;
pub(crate) const NEWEST: usize = 2;

/// How many are woken afterwards, each once.
pub(crate) const WOKEN: usize = 10_000;

/// All hibernate, and some are woken again.
pub(crate) fn all() -> Result<(), Failure> {
    allocator::count();
    work::runtime(1)?.block_on(async {
        let mark = Mark::here()?;
        let (_tree, sessions) = grow().await?;
        let peak = resident()?;
        let live_peak = mark.live()?;

        let start = Stopwatch::start();
        for session in &sessions {
            same(session.cut_and_sleep(NEWEST).await?, NEWEST)?;
        }
        let hibernate = start.each(SESSIONS) / 1000.0;
        all_asleep(&sessions)?;
        let returned_after = until_steady(REST).await?;
        let asleep = resident()?;
        let live_asleep = mark.live()?;

        let mut times = Vec::with_capacity(WOKEN);
        for index in work::shuffled(SESSIONS).into_iter().take(WOKEN) {
            let session = &sessions[index as usize];
            let text = text(index);
            let start = Instant::now();
            let turns = session.say(text).await?;
            times.push(start.elapsed());
            same(turns, NEWEST + 1)?;
        }
        times.sort_unstable();
        same(sessions[7].user().await?, "user 7".to_owned())?;
        child::report(
            &[
                megabytes(peak),
                megabytes(asleep),
                percent(peak, asleep),
                live_peak / 1e6,
                live_asleep / 1e6,
                returned_after.as_secs_f64(),
                hibernate,
                work::percentile(&times, 0.5) / 1000.0,
                work::percentile(&times, 0.99) / 1000.0,
            ]
            .map(Sample::alone),
        );
        Ok(())
    })
}

/// One in ten stays awake, cut down and slack, spread over all pages.
pub(crate) fn most() -> Result<(), Failure> {
    work::runtime(1)?.block_on(async {
        let (_tree, sessions) = grow().await?;
        let peak = resident()?;
        for (index, session) in sessions.iter().enumerate() {
            let left = if index % 10 == 0 {
                session.cut(NEWEST).await?
            } else {
                session.cut_and_sleep(NEWEST).await?
            };
            same(left, NEWEST)?;
        }
        until_steady(REST).await?;
        let asleep = resident()?;
        child::report(&[megabytes(asleep), percent(peak, asleep)].map(Sample::alone));
        Ok(())
    })
}

/// Sessions that have heard all their messages, each in turn with all others.
async fn grow() -> Result<(impl Sized, Vec<SessionRef>), Failure> {
    let tree = Sessions {}.start().await?;
    let mut sessions = Vec::with_capacity(SESSIONS as usize);
    for user in 0..SESSIONS {
        sessions.push(tree.start_child(user).await?);
    }
    for number in 1..=MESSAGES {
        for session in &sessions {
            same(session.say(text(number)).await?, number as usize)?;
        }
    }
    Ok((tree, sessions))
}

fn all_asleep(sessions: &[SessionRef]) -> Result<(), Failure> {
    let asleep = sessions
        .iter()
        .filter(|session| session.actor().status() == Status::Hibernated)
        .count();
    same(asleep, sessions.len())
}

#[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
pub(crate) fn megabytes(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}

/// How much of the peak is gone.
pub(crate) fn percent(peak: usize, now: usize) -> f64 {
    100.0 * (1.0 - megabytes(now) / megabytes(peak))
}
