//! Children between two incarnations: what those are told who wait for one that does not come.

mod script;

use std::time::Duration;

use dormouse::prelude::*;
use dormouse::{AdminErrorKind, Down, Exit, GaveUp, NoProcess};
use script::{MS, Script, Worker, WorkerRef, settle};
use tokio::time::Instant;

#[supervisor(intensity = 5)]
struct Pausing {
    script: Script,
    #[child(start = script.open("a"), backoff(initial = "1s", max = "1s", jitter = 0))]
    a: Worker,
    #[child(start = script.open("b"))]
    b: Worker,
    #[child(start = script.open("once"), restart = temporary)]
    once: Worker,
    #[child(start = Watch { script: script.clone() })]
    watch: Watch,
}

#[actor]
struct Watch {
    script: Script,
}

#[actor]
impl Watch {
    #[call]
    fn monitor(&self, other: WorkerRef, context: &Context<Self>) {
        context.monitor(&other);
    }

    #[info]
    fn down(&mut self, down: Down) {
        let (reason, generation) = (down.reason(), down.generation());
        self.script.note(format!("down {generation}: {reason}"));
    }
}

async fn pausing() -> (PausingRef, Script) {
    let script = Script::new();
    let tree = Pausing {
        script: script.clone(),
    };
    let tree = tree.start().await.unwrap();
    script.log();
    (tree, script)
}

#[supervisor(strategy = simple_one_for_one, intensity = 5)]
struct OnDemand {
    script: Script,
    #[child(start = |name: &'static str| script.open(name), backoff(initial = "1s", max = "1s", jitter = 0))]
    worker: Worker,
}

async fn on_demand() -> (OnDemandRef, WorkerRef) {
    let script = Script::new();
    let tree = OnDemand { script };
    let tree = tree.start().await.unwrap();
    let worker = tree.start_child("w").await.unwrap();
    (tree, worker)
}

/// A call that waits since its actor has crashed.
async fn waiting(worker: &WorkerRef) -> dormouse::Request<()> {
    worker.panic().unwrap();
    settle().await;
    worker.ping().send()
}

fn exit(answer: Result<(), CallError>) -> Exit {
    match answer {
        Err(CallError::Exited(exit)) => exit,
        other => panic!("{other:?}"),
    }
}

fn assert_crash(answer: Result<(), CallError>, generation: u32) {
    let exit = exit(answer);
    assert!(matches!(exit.reason(), ExitReason::Panicked(_)), "{exit}");
    assert_eq!(exit.generation(), generation);
}

#[tokio::test(start_paused = true)]
async fn a_call_in_a_pause_is_told_which_incarnation_ended() {
    let (tree, _) = pausing().await;
    let a = tree.a();
    let call = waiting(&a).await;
    tree.supervisor().terminate_child("a").await.unwrap();
    assert_crash(call.await, 1);

    tree.supervisor().restart_child("a").await.unwrap();
    let call = waiting(&a).await;
    tree.stop().await.unwrap();
    assert_crash(call.await, 2);
}

#[tokio::test(start_paused = true)]
async fn a_call_in_a_pause_of_a_child_on_demand_is_told_so_too() {
    let (tree, worker) = on_demand().await;
    let call = waiting(&worker).await;
    tree.supervisor().terminate_child(&worker).await.unwrap();
    assert_crash(call.await, 1);

    let (tree, worker) = on_demand().await;
    worker.panic().unwrap();
    tokio::time::sleep(2_000 * MS).await;
    let call = waiting(&worker).await;
    tree.stop().await.unwrap();
    assert_crash(call.await, 2);
}

#[tokio::test(start_paused = true)]
async fn a_call_in_the_queue_of_a_child_that_does_not_come_back_is_told_which_incarnation_ended() {
    let (tree, _) = pausing().await;
    let once = tree.once();
    once.sleep(100 * MS).unwrap();
    once.panic().unwrap();
    let call = once.ping().send();
    assert_crash(call.await, 1);
}

fn gave_up(exit: &Exit) -> &GaveUp {
    match exit.reason() {
        ExitReason::ReachedMaxRestartIntensity(gave_up) => gave_up,
        other => panic!("{other}"),
    }
}

#[supervisor(intensity = 1)]
struct Once {
    script: Script,
    #[child(start = script.open("a"))]
    a: Worker,
}

#[supervisor(strategy = simple_one_for_one, intensity = 1)]
struct OnceOnDemand {
    script: Script,
    #[child(start = |name: &'static str| script.open(name))]
    worker: Worker,
}

#[tokio::test(start_paused = true)]
async fn a_supervisor_that_gave_up_says_which_incarnation_was_the_last() {
    let script = Script::new();
    let tree = Once {
        script: script.clone(),
    };
    let tree = tree.start().await.unwrap();
    let ended = tree.supervisor().stopped();
    let a = tree.a();
    a.panic().unwrap();
    a.sleep(100 * MS).unwrap();
    a.panic().unwrap();
    let call = a.ping().send();
    assert_eq!(gave_up(&ended.await.unwrap()).generation(), 2);
    assert_crash(call.await, 2);

    let tree = OnceOnDemand { script };
    let tree = tree.start().await.unwrap();
    let ended = tree.supervisor().stopped();
    let worker = tree.start_child("w").await.unwrap();
    for _ in 0..2 {
        worker.panic().unwrap();
    }
    assert_eq!(gave_up(&ended.await.unwrap()).generation(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_start_that_fails_is_no_incarnation() {
    let script = Script::new();
    let tree = Once {
        script: script.clone(),
    };
    let tree = tree.start().await.unwrap();
    let ended = tree.supervisor().stopped();
    script.failing("a", 9);
    tree.a().panic().unwrap();
    let exit = ended.await.unwrap();
    let gave_up = gave_up(&exit);
    let told = (gave_up.generation(), gave_up.reason().to_string());
    assert_eq!(told, (0, "failed: a does not start".to_owned()));
}

fn assert_vain(ended: Result<Exit, NoProcess>, for_good: bool) {
    let process = ended.expect_err("nothing ran that could end");
    assert_eq!(process.is_for_good(), for_good);
    let last = process.last_exit();
    assert!(matches!(last, Some(ExitReason::Panicked(_))), "{process}");
}

#[tokio::test(start_paused = true)]
async fn who_waits_for_the_end_in_a_pause_is_told_that_no_incarnation_came() {
    let (tree, _) = pausing().await;
    let a = tree.a();
    a.panic().unwrap();
    settle().await;
    let ended = a.actor().stopped();
    tree.supervisor().terminate_child("a").await.unwrap();
    assert_vain(ended.await, false);

    tree.supervisor().restart_child("a").await.unwrap();
    a.panic().unwrap();
    settle().await;
    let ended = a.actor().stopped();
    tree.stop().await.unwrap();
    assert_vain(ended.await, true);

    let (tree, worker) = on_demand().await;
    worker.panic().unwrap();
    settle().await;
    let ended = worker.actor().stopped();
    tree.supervisor().terminate_child(&worker).await.unwrap();
    assert_vain(ended.await, true);
}

#[tokio::test(start_paused = true)]
async fn who_waits_for_the_end_in_a_pause_is_told_of_the_next_incarnation() {
    let (tree, _) = pausing().await;
    let a = tree.a();
    a.panic().unwrap();
    settle().await;
    let ended = a.actor().stopped();
    a.ping().await.unwrap();
    a.end(ExitReason::Normal).unwrap();
    let exit = ended.await.unwrap();
    assert!(matches!(exit.reason(), ExitReason::Normal), "{exit}");
    assert_eq!(exit.generation(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_monitor_in_a_pause_does_not_tell_of_the_crash_before_it() {
    let (tree, script) = pausing().await;
    tree.a().panic().unwrap();
    settle().await;
    tree.watch().monitor(tree.a()).await.unwrap();
    settle().await;
    assert_eq!(script.log(), "");
    tree.supervisor().terminate_child("a").await.unwrap();
    settle().await;
    assert_eq!(script.log(), "down 0: no process");
}

#[tokio::test(start_paused = true)]
async fn a_root_that_stops_is_gone_for_good() {
    let (tree, script) = pausing().await;
    script.stop_takes("b", 1_000 * MS);
    let stopping = tree.stop();
    let began = Instant::now();
    let door = tree.supervisor();
    let error = door.restart_child("a").await.unwrap_err();
    assert_eq!(began.elapsed(), Duration::ZERO);
    let AdminErrorKind::NoProcess(process) = error.kind() else {
        panic!("{error}");
    };
    assert!(process.is_for_good(), "{error}");
    stopping.await.unwrap();
}

#[supervisor]
struct Above {
    script: Script,
    #[child(start = Pausing { script: script.clone() })]
    below: Pausing,
}

#[tokio::test(start_paused = true)]
async fn a_supervisor_that_is_terminated_by_name_may_come_back() {
    let script = Script::new();
    let tree = Above {
        script: script.clone(),
    };
    let tree = tree.start().await.unwrap();
    script.stop_takes("b", 1_000 * MS);
    let above = tree.clone();
    let stopping = tokio::spawn(async move { above.supervisor().terminate_child("below").await });
    settle().await;
    let below = tree.below();
    let error = below.supervisor().restart_child("a").await.unwrap_err();
    let AdminErrorKind::NoProcess(process) = error.kind() else {
        panic!("{error}");
    };
    assert!(!process.is_for_good(), "{error}");
    stopping.await.unwrap().unwrap();
    tree.supervisor().restart_child("below").await.unwrap();
    below.a().ping().await.unwrap();
}
