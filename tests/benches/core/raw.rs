//! The yardstick: what one writes by hand on tokio, a task that owns its state and reads a channel.

use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use tokio::sync::oneshot;
use tokio::task::{JoinHandle, yield_now};

use crate::common::Failure;

pub(crate) enum Message {
    Count(oneshot::Sender<u64>),
    CountLater(oneshot::Sender<u64>),
    Add(u64),
}

pub(crate) type Sender = UnboundedSender<Message>;

/// Starts one.
pub(crate) fn spawn() -> Sender {
    spawn_with_handle().0
}

pub(crate) fn spawn_with_handle() -> (Sender, JoinHandle<()>) {
    let (sender, receiver) = mpsc::unbounded_channel();
    (sender, tokio::spawn(run(receiver)))
}

async fn run(mut messages: UnboundedReceiver<Message>) {
    let mut count = 1;
    while let Some(message) = messages.recv().await {
        match message {
            // A caller that has gone needs no answer.
            Message::Count(reply) => _ = reply.send(count),
            Message::CountLater(reply) => {
                yield_now().await;
                let _ = reply.send(count);
            }
            Message::Add(by) => count += by,
        }
    }
}

pub(crate) async fn count(actor: &Sender) -> Result<u64, Failure> {
    ask(actor, Message::Count).await
}

pub(crate) async fn count_later(actor: &Sender) -> Result<u64, Failure> {
    ask(actor, Message::CountLater).await
}

async fn ask(actor: &Sender, message: fn(oneshot::Sender<u64>) -> Message) -> Result<u64, Failure> {
    let (reply, answer) = oneshot::channel();
    actor.send(message(reply)).map_err(|_| "gone")?;
    Ok(answer.await?)
}

pub(crate) fn add(actor: &Sender, by: u64) -> Result<(), Failure> {
    actor
        .send(Message::Add(by))
        .map_err(|_| Failure::from("gone"))
}
