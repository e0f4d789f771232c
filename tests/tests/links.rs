//! Links: two actors that end together, unless one traps exits.

use std::sync::{Arc, Mutex};

use dormouse::prelude::*;
use dormouse::{AnyActorRef, Exited};

type Heard = Arc<Mutex<Vec<String>>>;

macro_rules! linked {
    ($name:ident { $($trap:tt)* }) => {
        #[actor]
        #[derive(Default)]
        struct $name {
            heard: Heard,
        }

        #[actor]
        impl $name {
            #[call]
            fn link(&self, other: AnyActorRef, context: &Context<Self>) {
                context.link(other);
            }

            #[call]
            fn unlink(&self, other: AnyActorRef, context: &Context<Self>) -> bool {
                context.unlink(other)
            }

            #[call]
            fn work(&self) {}

            #[cast]
            fn fail(&self) -> Result<(), String> {
                Err("told to".to_owned())
            }

            #[stop]
            fn end(&mut self, reason: &ExitReason) {
                self.heard.lock().unwrap().push(format!("stopped: {reason}"));
            }

            $($trap)*
        }
    };
}

linked!(Plain {});

linked!(Trapping {
    #[info]
    fn exited(&mut self, exited: Exited) {
        assert!(exited.generation() <= 2 && exited.actor().path() == exited.exit().path());
        self.heard.lock().unwrap().push(exited.to_string());
    }
});

fn pair() -> (PlainRef, PlainRef, Heard) {
    let heard = Heard::default();
    let plain = || Plain {
        heard: Arc::clone(&heard),
    };
    (plain().spawn().unwrap(), plain().spawn().unwrap(), heard)
}

fn taken(heard: &Heard) -> Vec<String> {
    std::mem::take(&mut *heard.lock().unwrap())
}

#[tokio::test]
async fn a_failure_ends_both_whoever_made_the_link() {
    for first_fails in [true, false] {
        let (first, second, heard) = pair();
        first.link((&second).into()).await.unwrap();
        let (fails, other) = if first_fails {
            (&first, &second)
        } else {
            (&second, &first)
        };
        let stopped = other.actor().stopped();
        fails.fail().unwrap();
        let exit = stopped.await.unwrap();
        assert_eq!(
            exit.reason().to_string(),
            "failed: actor `Plain` ended: failed in `fail`: told to"
        );
        assert!(!exit.reason().is_clean());
        assert_eq!(taken(&heard).len(), 2, "both hooks ran");
    }
}

#[tokio::test]
async fn a_normal_end_ends_nobody_else_and_a_shutdown_does_cleanly() {
    let (first, second, _) = pair();
    first.link((&second).into()).await.unwrap();
    second.stop().await.unwrap();
    first.work().await.unwrap();

    let (first, second, _) = pair();
    first.link((&second).into()).await.unwrap();
    let stopped = first.actor().stopped();
    second.actor().stop(ExitReason::Shutdown).await.unwrap();
    let exit = stopped.await.unwrap();
    assert!(matches!(exit.reason(), ExitReason::ShutdownBecause(_)));
    assert_eq!(
        exit.reason().to_string(),
        "shutdown: actor `Plain` ended: shutdown"
    );
}

#[tokio::test]
async fn a_kill_is_told_to_the_linked_which_stop_in_order() {
    let (first, second, heard) = pair();
    first.link((&second).into()).await.unwrap();
    let stopped = first.actor().stopped();
    second.actor().kill().await.unwrap();
    let exit = stopped.await.unwrap();
    assert!(exit.to_string().contains("ended: killed"), "{exit}");
    assert_eq!(taken(&heard).len(), 1, "only the hook of the linked ran");
}

#[tokio::test]
async fn who_traps_exits_is_told_and_lives() {
    let heard = Heard::default();
    let trapping = Trapping {
        heard: Arc::clone(&heard),
    }
    .spawn()
    .unwrap();
    for end in 0..3 {
        let (plain, _other, _) = pair();
        trapping.link((&plain).into()).await.unwrap();
        trapping.link((&plain).into()).await.unwrap();
        match end {
            0 => drop(plain.stop().await.unwrap()),
            1 => drop(plain.actor().kill().await.unwrap()),
            _ => {
                let stopped = plain.actor().stopped();
                plain.fail().unwrap();
                stopped.await.unwrap();
            }
        }
    }
    trapping.work().await.unwrap();
    assert_eq!(
        taken(&heard),
        [
            "actor `Plain` ended: normal",
            "actor `Plain` ended: killed",
            "actor `Plain` ended: failed in `fail`: told to"
        ]
    );
    // Its own end ends those it is linked with all the same.
    let (plain, _other, _) = pair();
    trapping.link((&plain).into()).await.unwrap();
    let stopped = plain.actor().stopped();
    trapping.actor().kill().await.unwrap();
    stopped.await.unwrap();
}

#[tokio::test]
async fn an_unlinked_actor_lives() {
    let (first, second, _) = pair();
    first.link((&second).into()).await.unwrap();
    // Either may end it.
    assert!(second.unlink((&first).into()).await.unwrap());
    assert!(!first.unlink((&second).into()).await.unwrap());
    second.actor().kill().await.unwrap();
    first.work().await.unwrap();
}

#[tokio::test]
async fn a_link_with_nobody_is_the_end() {
    let (first, second, _) = pair();
    second.stop().await.unwrap();
    let stopped = first.actor().stopped();
    first.link((&second).into()).await.unwrap();
    let exit = stopped.await.unwrap();
    assert!(exit.to_string().contains("ended: no process"), "{exit}");

    let (first, _second, _) = pair();
    first.link((&first).into()).await.unwrap();
    first.actor().kill().await.unwrap();
}

#[supervisor(intensity = 10)]
struct App {
    #[child]
    first: Plain,
    #[child]
    second: Plain,
}

#[tokio::test]
async fn a_link_is_of_incarnations() {
    let app = App {}.start().await.unwrap();
    let (first, second) = (app.first(), app.second());
    first.link((&second).into()).await.unwrap();
    let stopped = first.actor().stopped();
    second.fail().unwrap();
    stopped.await.unwrap();
    first.work().await.unwrap();
    second.work().await.unwrap();
    assert_eq!(
        (first.actor().generation(), second.actor().generation()),
        (2, 2)
    );
    second.actor().kill().await.unwrap();
    first.work().await.unwrap();
    assert_eq!(
        (first.actor().generation(), second.actor().generation()),
        (2, 3)
    );
}

#[tokio::test]
async fn a_supervisor_lives_on_and_ends_those_it_is_linked_with() {
    let app = App {}.start().await.unwrap();
    let (first, second, _) = pair();
    first.link((&app).into()).await.unwrap();
    second.link((&app).into()).await.unwrap();
    first.actor().kill().await.unwrap();
    app.first().work().await.unwrap();
    let stopped = second.actor().stopped();
    app.stop().await.unwrap();
    let exit = stopped.await.unwrap();
    assert_eq!(
        exit.reason().to_string(),
        "shutdown: actor `App` ended: shutdown"
    );
}
