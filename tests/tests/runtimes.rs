//! Where actors run: on every kind of runtime, from other runtimes, and after the runtime has gone.

use std::time::Duration;

use dormouse::prelude::*;
use dormouse::{StartErrorKind, Status};
use tokio::runtime::{Builder, Runtime};

#[actor]
struct Echo;

#[actor]
impl Echo {
    /// Needs the runtime's context: it would panic outside of it.
    #[call]
    fn here(&self) -> tokio::runtime::Id {
        tokio::runtime::Handle::current().id()
    }

    #[call]
    async fn later(&mut self) -> tokio::runtime::Id {
        tokio::time::sleep(Duration::from_millis(1)).await;
        tokio::runtime::Handle::current().id()
    }

    #[call]
    async fn never(&mut self) {
        std::future::pending::<()>().await;
    }

    #[cast]
    fn panic(&self) {
        panic!("told to");
    }

    #[stop]
    async fn on_stop(&mut self) {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

#[supervisor(intensity = 10)]
struct App {
    #[child(start = Echo)]
    idle: Echo,
    #[child(start = Echo)]
    busy: Echo,
    #[child]
    many: Many,
}

#[supervisor(strategy = simple_one_for_one, intensity = 10)]
struct Many {
    #[child(start = |_number: u32| Echo)]
    echo: Echo,
}

fn current() -> Runtime {
    Builder::new_current_thread().enable_time().build().unwrap()
}

fn multi() -> Runtime {
    Builder::new_multi_thread()
        .worker_threads(2)
        .enable_time()
        .build()
        .unwrap()
}

#[test]
fn both_kinds_of_runtime_do() {
    dormouse::install_panic_hook();
    for runtime in [current(), multi()] {
        let id = runtime.handle().id();
        runtime.block_on(async {
            let app = App {}.start().await.unwrap();
            assert_eq!(app.idle().here().await.unwrap(), id);
            assert_eq!(app.idle().later().await.unwrap(), id);
            app.idle().panic().unwrap();
            assert_eq!(app.idle().here().await.unwrap(), id);
            let child = app.many().start_child(1).await.unwrap();
            assert_eq!(child.here().await.unwrap(), id);
            app.stop().await.unwrap();
        });
    }
}

#[test]
fn t03_a_handler_runs_on_its_own_runtime_whoever_calls() {
    let (home, away) = (multi(), multi());
    let id = home.handle().id();
    let app = home.block_on(App {}.start()).unwrap();
    away.block_on(async {
        for _ in 0..10 {
            assert_eq!(app.idle().here().await.unwrap(), id);
            assert_eq!(app.idle().later().await.unwrap(), id);
        }
        let idle = app.idle();
        let inside = tokio::spawn(async move { idle.here().await.unwrap() });
        assert_eq!(inside.await.unwrap(), id);
        app.idle().panic().unwrap();
        assert_eq!(app.idle().here().await.unwrap(), id);
        let child = app.many().start_child(1).await.unwrap();
        assert_eq!(child.here().await.unwrap(), id);
        app.stop().await.unwrap();
    });
}

#[test]
fn nothing_starts_without_a_runtime() {
    let error = Echo.spawn().unwrap_err();
    assert!(matches!(error.kind(), StartErrorKind::NoRuntime));
    let away = current();
    let never = App {}.start();
    let mut never = Box::pin(never);
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match never.as_mut().poll(&mut context) {
        std::task::Poll::Ready(Err(error)) => {
            assert_eq!(
                error.to_string(),
                "`App` did not start: there is no tokio runtime here; start it from within one"
            );
        }
        _ => panic!("started without a runtime"),
    }
    drop(away);
}

#[test]
fn a_runtime_without_a_timer_is_refused_with_the_way_out() {
    dormouse::install_panic_hook();
    let bare = Builder::new_current_thread().build().unwrap();
    bare.block_on(async {
        let error = Echo.spawn().unwrap_err();
        assert!(matches!(error.kind(), StartErrorKind::NoTimer));
        assert!(error.to_string().contains("enable_time"));
        assert!(App {}.start().await.is_err());
    });
}

#[test]
fn t11_calls_that_are_ready_at_once_let_others_run() {
    current().block_on(async {
        let echo = Echo.spawn().unwrap();
        let other = tokio::spawn(async {});
        while !other.is_finished() {
            echo.here().await.unwrap();
        }
    });
}

/// Everything that can be asked of a tree whose runtime has gone is answered, and soon.
fn after_the_runtime(home: Runtime) {
    dormouse::install_panic_hook();
    let app = home.block_on(async {
        let app = App {}.start().await.unwrap();
        let busy = app.busy();
        tokio::spawn(async move { busy.never().await });
        while app.busy().actor().status() != Status::Running {
            tokio::task::yield_now().await;
        }
        app
    });
    let child = home.block_on(app.many().start_child(1)).unwrap();
    home.shutdown_timeout(Duration::from_secs(5));
    let away = current();
    away.block_on(async {
        let asked = async {
            assert!(app.busy().here().await.is_err());
            assert!(app.idle().here().await.is_err());
            assert!(app.idle().later().await.is_err());
            assert!(child.later().await.is_err());
            let _ = app.idle().panic();
            let _ = app.many().start_child(2).await;
            let _ = app.tree().to_string();
            let _ = app.supervisor().which_children();
            let _ = app.supervisor().terminate_child("idle").await;
            let _ = app.many().supervisor().terminate_child(&child).await;
            let _ = app.stop().await;
            assert!(app.idle().here().await.is_err());
            assert!(app.many().start_child(3).await.is_err());
        };
        tokio::time::timeout(Duration::from_secs(20), asked)
            .await
            .expect("nothing hangs");
    });
}

#[test]
fn after_a_current_thread_runtime_has_gone_there_are_errors_and_no_hangs() {
    after_the_runtime(current());
}

#[test]
fn after_a_multi_thread_runtime_has_gone_there_are_errors_and_no_hangs() {
    after_the_runtime(multi());
}

#[test]
fn a_cast_is_refused_once_its_runtime_has_gone() {
    for home in [current(), multi()] {
        let app = home.block_on(App {}.start()).unwrap();
        let alone = home.block_on(async { Echo.spawn() }).unwrap();
        drop(home);
        let refused = [app.idle().panic(), alone.panic()];
        for (refused, path) in refused.into_iter().zip(["App/idle", "Echo"]) {
            let CastError::NoProcess(process) = refused.unwrap_err() else {
                panic!("there is nobody");
            };
            assert_eq!(process.path(), path);
            assert!(process.is_for_good(), "{process}");
        }
        assert_eq!(alone.actor().status(), Status::Gone);
    }
}

#[test]
fn t04_a_call_that_waits_while_the_runtime_goes_is_answered() {
    let home = multi();
    let app = home.block_on(App {}.start()).unwrap();
    let busy = app.busy();
    let waiting = std::thread::spawn(move || current().block_on(busy.never()));
    while app.busy().actor().status() != Status::Running {
        std::thread::yield_now();
    }
    home.shutdown_timeout(Duration::from_secs(5));
    let error = waiting.join().unwrap().unwrap_err();
    assert!(error.to_string().contains("App/busy"), "{error}");
}
