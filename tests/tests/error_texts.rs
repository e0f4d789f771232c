//! Errors say all of it, and each part once.

use std::error::Error;

use anyhow::Context as _;
use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

fn open() -> anyhow::Result<u32> {
    let number = "x".parse::<u32>().context("the size of the store")?;
    Ok(number)
}

#[actor]
impl Store {
    /// Ends the actor.
    #[cast]
    fn load(&mut self) -> Result<(), anyhow::Error> {
        open().context("the store is broken").map(drop)
    }

    /// A reply.
    #[call]
    fn size(&self) -> anyhow::Result<u32> {
        open()
    }

    #[call]
    async fn wait(&mut self) {
        std::future::pending::<()>().await;
    }
}

#[supervisor(intensity = 0, allow(zero_intensity))]
struct Inner {
    #[child(start = { open().context("no start")?; Store })]
    store: Store,
}

#[supervisor]
struct App {
    #[child]
    inner: Inner,
}

#[supervisor(intensity = 0, allow(zero_intensity))]
struct Team {
    #[child]
    store: Store,
}

const CAUSES: [&str; 2] = ["the size of the store", "invalid digit found in string"];

/// Printed with its sources and without, nothing is there twice and nothing is left out.
fn says_each_once(error: impl Error + Send + Sync + 'static, parts: &[&str]) {
    let plain = error.to_string();
    let error = anyhow::Error::from(error);
    for text in [format!("{error:#}"), plain] {
        for part in parts.iter().chain(&CAUSES) {
            assert_eq!(text.matches(part).count(), 1, "`{part}` in `{text}`");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn each_cause_is_printed_once() {
    let store = Store.spawn().unwrap();
    let wait = store.size().send();
    let reply = wait.await.unwrap_err();
    let text = format!("{:#}", anyhow::Error::from(reply));
    assert_eq!(text, "the size of the store: invalid digit found in string");

    let ended = store.actor().stopped();
    let wait = store.wait().send();
    drop(wait);
    let store = Store.spawn().unwrap();
    drop(ended);
    let ended = store.actor().stopped();
    store.load().unwrap();
    let waiting = store.wait().send();
    let exit = ended.await.unwrap();
    says_each_once(
        exit.reason().clone(),
        &["failed in `load`: the store is broken"],
    );
    says_each_once(exit, &["actor `Store` ended", "the store is broken"]);
    says_each_once(
        waiting.await.unwrap_err(),
        &["no reply", "the store is broken"],
    );
    says_each_once(
        store.load().unwrap_err(),
        &["is gone", "the store is broken"],
    );
    says_each_once(
        store.size().await.unwrap_err(),
        &["is gone", "the store is broken"],
    );
}

#[tokio::test(start_paused = true)]
async fn so_it_is_for_starts_and_for_supervisors_that_gave_up() {
    let error = App {}.start().await.unwrap_err();
    says_each_once(error, &["`App/inner/store` did not start", "no start"]);

    let team = Team {}.start().await.unwrap();
    let ended = team.supervisor().stopped();
    team.store().load().unwrap();
    let exit = ended.await.unwrap();
    says_each_once(
        exit,
        &["reached maximum restart intensity", "the store is broken"],
    );
    let error = team.supervisor().restart_child("store").await.unwrap_err();
    says_each_once(error, &["does not run", "the store is broken"]);
}
