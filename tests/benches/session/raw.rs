//! The same workload on raw tokio tasks, which cut themselves down and can do no more.

use std::time::{Duration, Instant};

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::oneshot;

use crate::common::memory::{Mark, resident};
use crate::common::suite::Sample;
use crate::common::work::Stopwatch;
use crate::common::{Failure, allocator, child, same, work};
use crate::history::{History, text};
use crate::load::{MESSAGES, NEWEST, SESSIONS, WOKEN, megabytes, percent};

enum Message {
    Say(String, oneshot::Sender<usize>),
    Cut(usize, oneshot::Sender<usize>),
}

type Sender = UnboundedSender<Message>;

async fn run(user: String, mut messages: UnboundedReceiver<Message>) {
    let mut history = History::default();
    while let Some(message) = messages.recv().await {
        // A caller that has gone needs no answer.
        let _ = match message {
            Message::Say(text, reply) => reply.send(history.add(text)),
            Message::Cut(newest, reply) => reply.send(history.cut(newest)),
        };
    }
    drop(user);
}

fn open(user: u32) -> Sender {
    let (sender, receiver) = unbounded_channel();
    tokio::spawn(run(format!("user {user}"), receiver));
    sender
}

async fn say(session: &Sender, text: String) -> Result<usize, Failure> {
    let (reply, answer) = oneshot::channel();
    session
        .send(Message::Say(text, reply))
        .map_err(|_| "gone")?;
    Ok(answer.await?)
}

async fn cut(session: &Sender, newest: usize) -> Result<usize, Failure> {
    let (reply, answer) = oneshot::channel();
    session
        .send(Message::Cut(newest, reply))
        .map_err(|_| "gone")?;
    Ok(answer.await?)
}

pub(crate) fn child() -> Result<(), Failure> {
    allocator::count();
    work::runtime(1)?.block_on(async {
        let mark = Mark::here()?;
        let sessions: Vec<_> = (0..SESSIONS).map(open).collect();
        for number in 1..=MESSAGES {
            for session in &sessions {
                same(say(session, text(number)).await?, number as usize)?;
            }
        }
        let peak = resident()?;
        let live_peak = mark.live()?;

        let start = Stopwatch::start();
        for session in &sessions {
            same(cut(session, NEWEST).await?, NEWEST)?;
        }
        let cut_down = start.each(SESSIONS) / 1000.0;
        // Should the allocator do something by itself, it has had the time.
        tokio::time::sleep(Duration::from_secs(1)).await;
        let now = resident()?;
        let live_now = mark.live()?;

        let mut times = Vec::with_capacity(WOKEN);
        for index in work::shuffled(SESSIONS).into_iter().take(WOKEN) {
            let text = text(index);
            let start = Instant::now();
            let turns = say(&sessions[index as usize], text).await?;
            times.push(start.elapsed());
            same(turns, NEWEST + 1)?;
        }
        times.sort_unstable();
        child::report(
            &[
                megabytes(peak),
                megabytes(now),
                percent(peak, now),
                live_peak / 1e6,
                live_now / 1e6,
                f64::NAN,
                cut_down,
                work::percentile(&times, 0.5) / 1000.0,
                work::percentile(&times, 0.99) / 1000.0,
            ]
            .map(Sample::alone),
        );
        Ok(())
    })
}
