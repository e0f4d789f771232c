//! Restarts below dynamic supervisors whose children end again at once.

use std::time::Duration;

use dormouse::prelude::*;
use dormouse::{AnyActorRef, Status};
use tokio::time::sleep;

const MS: Duration = Duration::from_millis(1);

#[actor]
struct Worker;

#[actor]
impl Worker {
    #[cast]
    fn finish(&mut self) -> Outcome {
        Outcome::stop(dormouse::ExitReason::Normal)
    }
}

async fn open() -> Worker {
    sleep(10 * MS).await;
    Worker
}

/// Ends with its worker.
#[supervisor(auto_shutdown = any_significant)]
struct Group {
    #[child(start = open().await, restart = transient, significant)]
    worker: Worker,
}

#[supervisor(strategy = simple_one_for_one, intensity = 100)]
struct Groups {
    #[child(start = || Group {})]
    group: Group,
}

#[supervisor(strategy = simple_one_for_one, intensity = 100)]
struct Patient {
    #[child(start = || Group {}, backoff(initial = "20ms", max = "20ms", jitter = 0.0))]
    group: Group,
}

/// Ends the group, and again as soon as it has been started.
async fn finish_twice(group: &GroupRef) {
    group.worker().finish().unwrap();
    while group.supervisor().status() != Status::Starting {
        sleep(MS).await;
    }
    // This one waits for the incarnation that is being started.
    group.worker().finish().unwrap();
    sleep(200 * MS).await;
}

/// The start has succeeded, and who waits for it has not been told when the next one begins.
#[tokio::test(start_paused = true)]
async fn a_child_that_ends_as_its_start_succeeds_is_started_once_more() {
    let groups = Groups {}.start().await.unwrap();
    let group = groups.start_child().await.unwrap();
    for round in 1..5 {
        finish_twice(&group).await;
        assert_eq!(group.supervisor().status(), Status::Idle, "{round}");
        let generation = AnyActorRef::from(&group).generation();
        assert_eq!(generation, 2 * round + 1, "no start was in vain");
        assert_eq!(groups.supervisor().count_children().active, 1);
    }
}

/// The same where the next start waits for its back-off.
#[tokio::test(start_paused = true)]
async fn a_child_that_ends_as_its_start_succeeds_keeps_its_place_in_a_pause() {
    let patient = Patient {}.start().await.unwrap();
    let group = patient.start_child().await.unwrap();
    for round in 1..5 {
        finish_twice(&group).await;
        assert_eq!(group.supervisor().status(), Status::Idle, "{round}");
        assert_eq!(patient.supervisor().count_children().active, 1);
    }
}
