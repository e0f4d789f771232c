//! Messages that overtake others.

use std::sync::Arc;

use dormouse::prelude::*;
use dormouse::test_util::settle;
use dormouse::{Overflow, Status};
use tokio::sync::Notify;

/// Writes down what it is told, and can be kept busy.
#[actor]
#[derive(Debug, Default)]
struct Desk {
    notes: Vec<u32>,
}

#[actor]
impl Desk {
    #[call]
    async fn hold(&mut self, until: Arc<Notify>) {
        until.notified().await;
    }

    #[cast]
    fn note(&mut self, note: u32) {
        self.notes.push(note);
    }

    #[cast(priority)]
    fn urgent(&mut self, note: u32) {
        self.notes.push(note);
    }

    #[cast(priority, wait)]
    async fn urgent_later(&mut self, note: u32) {
        tokio::task::yield_now().await;
        self.notes.push(note);
    }

    #[call(priority)]
    fn ask(&mut self, note: u32) -> Vec<u32> {
        self.notes.push(note);
        self.notes.clone()
    }

    #[call(priority)]
    fn sleep(&self) -> Hibernate {
        Hibernate(())
    }

    #[call]
    fn notes(&self) -> Vec<u32> {
        self.notes.clone()
    }

    #[cast]
    fn fail(&mut self) {
        panic!("as asked");
    }
}

#[supervisor(intensity = 10)]
struct Office {
    #[child]
    desk: Desk,
}

/// A desk whose handler is held until the notice.
async fn held(desk: &DeskRef) -> Arc<Notify> {
    let until = Arc::new(Notify::new());
    let (holder, wait) = (desk.clone(), until.clone());
    tokio::spawn(async move { holder.hold(wait).await });
    settle().await;
    assert_eq!(desk.actor().status(), Status::Running);
    until
}

#[tokio::test(start_paused = true)]
async fn what_has_priority_overtakes_the_rest_but_not_its_like() {
    let desk = Desk::default().spawn().unwrap();
    let until = held(&desk).await;
    desk.note(3).unwrap();
    desk.note(4).unwrap();
    desk.urgent(1).unwrap();
    desk.urgent_later(2).await.unwrap();
    assert_eq!(desk.actor().queue_len(), 4);
    until.notify_one();
    assert_eq!(desk.notes().await.unwrap(), [1, 2, 3, 4]);
    assert_eq!(desk.actor().queue_len(), 0);
}

#[tokio::test(start_paused = true)]
async fn it_overtakes_what_the_actor_has_taken_out_of_its_queue_already() {
    let desk = Desk::default().spawn().unwrap();
    let until = held(&desk).await;
    desk.note(1).unwrap();
    let (holder, second) = (desk.clone(), Arc::new(Notify::new()));
    let wait = second.clone();
    tokio::spawn(async move { holder.hold(wait).await });
    settle().await;
    desk.note(3).unwrap();
    until.notify_one();
    settle().await;
    desk.urgent(2).unwrap();
    second.notify_one();
    assert_eq!(desk.notes().await.unwrap(), [1, 2, 3]);
}

#[tokio::test(start_paused = true)]
async fn a_call_with_priority_is_answered_before_a_backlog() {
    let desk = Desk::default().spawn().unwrap();
    let until = held(&desk).await;
    for note in 1..=1_000 {
        desk.note(note).unwrap();
    }
    let caller = desk.clone();
    let asking = tokio::spawn(async move { caller.ask(0).await });
    settle().await;
    until.notify_one();
    assert_eq!(asking.await.unwrap().unwrap(), [0]);
    assert_eq!(desk.notes().await.unwrap().len(), 1_001);
}

#[tokio::test(start_paused = true)]
async fn it_does_not_overtake_a_stop() {
    let desk = Desk::default().spawn().unwrap();
    let until = held(&desk).await;
    let caller = desk.clone();
    let asking = tokio::spawn(async move { caller.ask(0).await });
    settle().await;
    let stopping = desk.stop();
    until.notify_one();
    stopping.await.unwrap();
    let asked = asking.await.unwrap();
    assert!(matches!(asked, Err(CallError::Exited(_))), "{asked:?}");
}

#[tokio::test(start_paused = true)]
async fn it_keeps_its_place_over_a_restart() {
    dormouse::install_panic_hook();
    let office = Office {}.start().await.unwrap();
    let desk = office.desk();
    let until = held(&desk).await;
    desk.fail().unwrap();
    desk.note(3).unwrap();
    desk.urgent(1).unwrap();
    desk.actor().kill();
    // Killed in its handler: all of it is the next incarnation's, whose first message fails.
    desk.urgent(2).unwrap();
    settle().await;
    assert_eq!(
        desk.notes().await.unwrap(),
        [3],
        "1 and 2 went before the failure"
    );
    assert_eq!(desk.actor().generation(), 3);
    drop(until);
}

#[tokio::test(start_paused = true)]
async fn it_wakes_an_actor_that_waits_idle_or_sleeps() {
    let desk = Desk::default().spawn().unwrap();
    desk.urgent(1).unwrap();
    settle().await;
    // Its task is parked now.
    desk.urgent(2).unwrap();
    settle().await;
    desk.sleep().await.unwrap();
    assert_eq!(desk.actor().status(), Status::Hibernated);
    desk.urgent(3).unwrap();
    settle().await;
    assert_eq!(desk.notes().await.unwrap(), [1, 2, 3]);
}

#[tokio::test(start_paused = true)]
async fn those_with_priority_stand_in_a_line_of_their_own() {
    let desk = Desk::default().spawn().unwrap();
    desk.actor().set_mailbox(1, Overflow::Wait);
    let until = held(&desk).await;
    desk.note(1).unwrap();
    let mut asking = Vec::new();
    for note in [2, 3] {
        let desk = desk.clone();
        asking.push(tokio::spawn(async move { desk.ask(note).await }));
        settle().await;
    }
    let caller = desk.clone();
    let listing = tokio::spawn(async move { caller.notes().await });
    settle().await;
    assert_eq!(desk.actor().senders_waiting(), 3);
    assert!(matches!(desk.urgent(9), Err(CastError::Full(_))));
    until.notify_one();
    for asked in asking {
        asked.await.unwrap().unwrap();
    }
    // Room was made by taking 1 out, which had not begun.
    assert_eq!(listing.await.unwrap().unwrap(), [2, 3, 1]);
}

#[tokio::test(start_paused = true)]
async fn it_is_not_dropped_for_one_without() {
    let desk = Desk::default().spawn().unwrap();
    desk.actor().set_mailbox(2, Overflow::DropOldest);
    let until = held(&desk).await;
    desk.note(1).unwrap();
    desk.urgent(2).unwrap();
    desk.urgent(3).unwrap();
    assert_eq!(desk.actor().dropped(), 1);
    desk.note(4).unwrap();
    assert_eq!(desk.actor().dropped(), 2, "it gives way itself");
    desk.urgent(5).unwrap();
    assert_eq!(desk.actor().dropped(), 3);
    until.notify_one();
    settle().await;
    assert_eq!(desk.notes().await.unwrap(), [3, 5]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_between_threads() {
    let desk = Desk::default().spawn().unwrap();
    let senders: Vec<_> = (0..4_u32)
        .map(|sender| {
            let desk = desk.clone();
            tokio::spawn(async move {
                for number in 0..1_000 {
                    match (sender + number) % 3 {
                        0 => desk.note(number).unwrap(),
                        1 => desk.urgent(number).unwrap(),
                        _ => drop(desk.ask(number).await.unwrap()),
                    }
                }
            })
        })
        .collect();
    for sender in senders {
        sender.await.unwrap();
    }
    assert_eq!(desk.notes().await.unwrap().len(), 4_000);
}
