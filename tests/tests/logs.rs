//! What is told at which level, as OTP does it.

use dormouse::prelude::*;
use dormouse_tests::events::{Said, record};

#[actor]
struct Worker;

#[actor]
impl Worker {
    #[call]
    fn end(&self, reason: ExitReason) -> Outcome {
        Outcome::stop(reason)
    }

    #[cast]
    fn panic(&self) {
        panic!("told to");
    }
}

#[supervisor(intensity = 100)]
struct App {
    #[child(start = Worker)]
    permanent: Worker,
    #[child(start = Worker, restart = transient)]
    transient: Worker,
    #[child(start = Worker, restart = temporary)]
    temporary: Worker,
    #[child]
    many: Many,
}

#[supervisor(strategy = simple_one_for_one)]
struct Many {
    #[child(start = || Worker)]
    worker: Worker,
}

async fn settle() {
    for _ in 0..20 {
        tokio::task::yield_now().await;
    }
}

fn errors(said: &[Said]) -> Vec<&Said> {
    said.iter().filter(|said| said.is_error()).collect()
}

fn started(said: &[Said]) -> Vec<&Said> {
    said.iter()
        .filter(|said| said.is_info() && said.says("child started"))
        .collect()
}

#[tokio::test(start_paused = true)]
async fn c199_clean_ends_are_no_errors() {
    let (events, _guard) = record();
    for reason in [
        ExitReason::Normal,
        ExitReason::Shutdown,
        ExitReason::shutdown_because("enough"),
    ] {
        let alone = Worker.spawn().unwrap();
        assert!(alone.end(reason).await.is_err());
    }
    settle().await;
    assert!(errors(&events.take()).is_empty());

    let alone = Worker.spawn().unwrap();
    assert!(alone.end(ExitReason::failed("no disk")).await.is_err());
    settle().await;
    let said = events.take();
    let errors = errors(&said);
    assert_eq!(errors.len(), 1, "{said:?}");
    assert!(errors[0].says("actor failed") && errors[0].says("no disk"));
}

#[tokio::test(start_paused = true)]
async fn a_failure_is_told_once_with_path_and_handler() {
    dormouse::install_panic_hook();
    let (events, _guard) = record();
    let app = App {}.start().await.unwrap();
    app.permanent().panic().unwrap();
    settle().await;
    let said = events.take();
    let errors = errors(&said);
    assert_eq!(errors.len(), 1, "{said:?}");
    assert!(errors[0].says("App/permanent"));
    assert!(errors[0].says("panicked in `panic`"));
    app.stop().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn c207_a_permanent_child_that_ends_normally_is_an_error_a_transient_one_is_not() {
    let (events, _guard) = record();
    let app = App {}.start().await.unwrap();
    assert!(app.transient().end(ExitReason::Normal).await.is_err());
    assert!(app.temporary().end(ExitReason::Normal).await.is_err());
    settle().await;
    assert!(errors(&events.take()).is_empty());

    assert!(app.permanent().end(ExitReason::Normal).await.is_err());
    settle().await;
    let said = events.take();
    let terminated = errors(&said);
    assert_eq!(terminated.len(), 1, "{said:?}");
    assert!(terminated[0].says("child terminated") && terminated[0].says("App/permanent"));

    app.stop().await.unwrap();
    assert!(errors(&events.take()).is_empty(), "a stop is no error");
}

#[tokio::test(start_paused = true)]
async fn c207_the_same_of_dynamic_children() {
    let (events, _guard) = record();
    let app = App {}.start().await.unwrap();
    let child = app.many().start_child().await.unwrap();
    events.take();
    assert!(child.end(ExitReason::Normal).await.is_err());
    settle().await;
    let said = events.take();
    let terminated = errors(&said);
    assert_eq!(terminated.len(), 1, "{said:?}");
    assert!(terminated[0].says("child terminated") && terminated[0].says("App/many/worker#"));
    app.stop().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn c209_declared_children_that_start_are_told_those_asked_for_are_not() {
    let (events, _guard) = record();
    let app = App {}.start().await.unwrap();
    let said = events.take();
    let paths = [
        "App/permanent",
        "App/transient",
        "App/temporary",
        "App/many",
    ];
    assert_eq!(started(&said).len(), paths.len(), "{said:?}");
    for (said, path) in started(&said).iter().zip(paths) {
        assert!(said.says(&format!("path=\"{path}\"")), "{said:?}");
    }

    app.many().start_child().await.unwrap();
    let supervisor = app.supervisor();
    supervisor.terminate_child("transient").await.unwrap();
    supervisor.restart_child("transient").await.unwrap();
    assert!(started(&events.take()).is_empty());

    app.permanent().actor().kill().await.unwrap();
    settle().await;
    assert_eq!(started(&events.take()).len(), 1, "a restart is told");
    app.stop().await.unwrap();
}
