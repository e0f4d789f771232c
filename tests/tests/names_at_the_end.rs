//! When a name is free again, seen by those who are told of the end.

use std::sync::Arc;

use dormouse::prelude::*;
use dormouse::{Status, WhereisError};

#[actor]
struct Session {
    user: String,
}

#[actor]
impl Session {
    #[call]
    fn user(&self) -> String {
        self.user.clone()
    }

    #[cast]
    fn panic(&self) {
        panic!("told to");
    }

    #[cast]
    fn finish(&self) -> Outcome {
        Outcome::stop(ExitReason::Normal)
    }
}

fn session(user: &str) -> Session {
    Session {
        user: user.to_owned(),
    }
}

fn is_free(name: &str) -> bool {
    matches!(
        dormouse::whereis(name),
        Err(WhereisError::NotRegistered { .. })
    )
}

#[tokio::test(start_paused = true)]
async fn a_name_is_free_before_anybody_is_told_of_the_end() {
    for _ in 0..50 {
        let ada = session("ada").spawn_named("ada").unwrap();
        let ended = ada.actor().stopped();
        ada.finish().unwrap();
        ended.await.unwrap();
        session("ada")
            .spawn_named("ada")
            .unwrap()
            .stop()
            .await
            .unwrap();
    }
}

/// Ends once, and is found by its name until then.
#[actor]
struct Job;

#[actor]
impl Job {
    #[call]
    fn finish(&self) -> Outcome<()> {
        Outcome::reply(()).then_stop(ExitReason::Normal)
    }
}

/// Its second start blocks its thread until it is let go.
#[supervisor(intensity = 5)]
struct Works {
    gate: Arc<std::sync::Mutex<()>>,
    #[child(start = Job, restart = temporary, name = "job")]
    job: Job,
    #[child(start = { drop(gate.lock()); session("gate") })]
    gatekeeper: Session,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_name_is_free_when_the_end_is_told_while_the_supervisor_is_busy() {
    dormouse::install_panic_hook();
    let gate = Arc::new(std::sync::Mutex::new(()));
    let works = Works {
        gate: Arc::clone(&gate),
    };
    let works = works.start().await.unwrap();
    let (shut, is_shut) = tokio::sync::oneshot::channel();
    let (open, opened) = std::sync::mpsc::channel::<()>();
    let keeper = std::thread::spawn(move || {
        let _gate = gate.lock().unwrap();
        shut.send(()).unwrap();
        let _ = opened.recv();
    });
    is_shut.await.unwrap();
    let gatekeeper = works.gatekeeper();
    tokio::spawn(async move { drop(gatekeeper.panic()) });
    while works.gatekeeper().actor().status() != Status::Restarting {
        tokio::task::yield_now().await;
    }
    // The supervisor's lock is free, and its restart is under way on another thread.
    let ended = works.job().actor().stopped();
    works.job().finish().await.unwrap();
    assert!(is_free("job"), "before its caller is told");
    ended.await.unwrap();
    assert!(is_free("job"));
    open.send(()).unwrap();
    keeper.join().unwrap();
    assert_eq!(works.gatekeeper().user().await.unwrap(), "gate");
}
