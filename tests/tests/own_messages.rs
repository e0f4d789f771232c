//! A full mailbox drops what others have sent, and nothing of the actor's own.

use std::time::Duration;

use dormouse::prelude::*;
use dormouse::{Down, Overflow};
use tokio::time::sleep;

const MS: Duration = Duration::from_millis(1);

#[derive(Clone)]
struct Note(&'static str);

#[actor(mailbox = 1, overflow = drop_oldest)]
#[derive(Default)]
struct Desk {
    ticks: usize,
    seen: Vec<&'static str>,
}

#[actor]
impl Desk {
    #[every("50ms")]
    fn tick(&mut self) {
        self.ticks += 1;
    }

    #[call]
    async fn work(&mut self, milliseconds: u32) {
        sleep(milliseconds * MS).await;
    }

    #[call]
    async fn nap(&mut self, milliseconds: u32, context: &Context<Self>) {
        context
            .hibernate_until(self, sleep(milliseconds * MS))
            .await;
    }

    #[call]
    fn begin(&mut self, other: DeskRef, context: &Context<Self>) {
        context.monitor(&other);
        context.send_after(20 * MS, Note("timer"));
        context.send_interval(30 * MS, Note("interval"));
    }

    #[call]
    async fn say(&mut self, context: &Context<Self>) {
        for own in ["one", "two"] {
            context.send(Note(own)).unwrap();
        }
        sleep(10 * MS).await;
    }

    #[cast]
    fn add(&mut self, what: &'static str) {
        self.seen.push(what);
    }

    #[cast(priority)]
    fn first(&mut self, what: &'static str) {
        self.seen.push(what);
    }

    #[info]
    fn note(&mut self, note: Note) {
        self.seen.push(note.0);
    }

    #[info]
    fn down(&mut self, _down: Down) {
        self.seen.push("down");
    }

    #[call]
    fn seen(&mut self) -> (usize, Vec<&'static str>) {
        (self.ticks, std::mem::take(&mut self.seen))
    }
}

async fn ticks_of_a_second(desk: &DeskRef) -> usize {
    let (before, _) = desk.seen().await.unwrap();
    sleep(1_000 * MS).await;
    desk.seen().await.unwrap().0 - before
}

#[tokio::test(start_paused = true)]
async fn intervals_go_on_whatever_others_send() {
    let desk = Desk::default().spawn().unwrap();
    for _ in 0..3 {
        let work = desk.work(120).send();
        sleep(100 * MS).await;
        desk.add("cast").unwrap();
        work.await.unwrap();
        let nap = desk.nap(120).send();
        sleep(100 * MS).await;
        desk.add("cast").unwrap();
        nap.await.unwrap();
        desk.actor().suspend().await.unwrap();
        sleep(100 * MS).await;
        desk.add("cast").unwrap();
        desk.actor().resume().unwrap();
        assert!(ticks_of_a_second(&desk).await >= 19);
    }
}

#[tokio::test(start_paused = true)]
async fn timers_notices_and_what_it_sends_itself_are_handled() {
    let desk = Desk::default().spawn().unwrap();
    let other = Desk::default().spawn().unwrap();
    desk.begin(other.clone()).await.unwrap();
    let work = desk.work(40).send();
    sleep(10 * MS).await;
    other.actor().kill().await.unwrap();
    sleep(25 * MS).await;
    for cast in ["dropped", "dropped too", "cast"] {
        desk.add(cast).unwrap();
    }
    desk.first("first").unwrap();
    desk.first("in front").unwrap();
    work.await.unwrap();
    sleep(5 * MS).await;
    let (_, seen) = desk.seen().await.unwrap();
    assert_eq!(seen, ["in front", "down", "timer", "interval"]);
    assert_eq!(desk.actor().dropped(), 4);
    sleep(100 * MS).await;
    let (_, seen) = desk.seen().await.unwrap();
    assert_eq!(seen.len(), 3, "{seen:?}");

    let say = desk.say().send();
    sleep(5 * MS).await;
    desk.add("cast").unwrap();
    desk.actor().send(Note("of another")).unwrap();
    say.await.unwrap();
    let (_, mut seen) = desk.seen().await.unwrap();
    seen.retain(|seen| *seen != "interval");
    assert_eq!(seen, ["one", "two", "of another"]);
    assert_eq!(desk.actor().dropped(), 5);
}

#[tokio::test(start_paused = true)]
async fn the_newest_comes_in_even_where_all_that_waits_is_its_own() {
    let desk = Desk::default().spawn().unwrap();
    desk.actor().suspend().await.unwrap();
    sleep(60 * MS).await;
    assert_eq!(desk.actor().queue_len(), 1);
    desk.add("cast").unwrap();
    assert_eq!((desk.actor().queue_len(), desk.actor().dropped()), (2, 0));
    desk.add("newer").unwrap();
    assert_eq!((desk.actor().queue_len(), desk.actor().dropped()), (2, 1));
    desk.actor().resume().unwrap();
    sleep(MS).await;
    assert_eq!(desk.seen().await.unwrap(), (1, vec!["newer"]));
}

#[tokio::test(start_paused = true)]
async fn so_it_is_with_a_bound_of_the_running_time() {
    let desk = Desk::default().spawn().unwrap();
    desk.actor().set_mailbox(2, Overflow::DropOldest);
    desk.actor().suspend().await.unwrap();
    sleep(60 * MS).await;
    for cast in ["one", "two", "three"] {
        desk.add(cast).unwrap();
    }
    desk.actor().resume().unwrap();
    sleep(MS).await;
    assert_eq!(desk.seen().await.unwrap(), (1, vec!["three"]));
}

#[actor]
#[derive(Default)]
struct Open {
    seen: Vec<&'static str>,
}

#[actor]
impl Open {
    #[call]
    async fn say(&mut self, context: &Context<Self>) {
        context.send(Note("own")).unwrap();
        sleep(10 * MS).await;
    }

    #[info]
    fn note(&mut self, note: Note) {
        self.seen.push(note.0);
    }

    #[call]
    fn seen(&self) -> Vec<&'static str> {
        self.seen.clone()
    }
}

#[tokio::test(start_paused = true)]
async fn so_it_is_with_what_it_sent_itself_before_there_was_a_bound() {
    let open = Open::default().spawn().unwrap();
    let say = open.say().send();
    sleep(5 * MS).await;
    open.actor().set_mailbox(1, Overflow::DropOldest);
    open.actor().send(Note("of another")).unwrap();
    open.actor().send(Note("newer")).unwrap();
    say.await.unwrap();
    sleep(MS).await;
    assert_eq!(open.seen().await.unwrap(), ["own", "newer"]);
}
