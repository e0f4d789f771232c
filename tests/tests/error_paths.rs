//! Actors that sleep only when something has gone wrong are found by the coverage report.

use dormouse::prelude::*;
use dormouse::{Coverage, CoverageReport, set_counting};

/// As a transport that only thinks of sleep when something goes wrong.
#[actor]
struct Tcp;

#[actor]
impl Tcp {
    #[call]
    fn send(&mut self, works: bool) -> Outcome<Result<(), Refused>> {
        if works {
            Outcome::reply(Ok(()))
        } else {
            Outcome::reply(Err(Refused)).hibernate()
        }
    }

    #[call]
    fn close(&mut self, works: bool) -> Result<Hibernate<()>, Refused> {
        if works {
            Ok(Hibernate(()))
        } else {
            Err(Refused)
        }
    }

    /// Hears an error of another one, and has none itself.
    #[call]
    async fn hear(&mut self, other: TcpRef) -> Hibernate<()> {
        other.refuse().await.unwrap_err();
        Hibernate(())
    }

    #[call]
    fn refuse(&self) -> Result<(), Refused> {
        Err(Refused)
    }

    #[call]
    fn peek(&self) {}
}

#[derive(Debug)]
struct Refused;

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("refused")
    }
}

impl std::error::Error for Refused {}

#[tokio::test(start_paused = true)]
async fn who_sleeps_with_errors_alone_is_told() {
    set_counting(true);
    let tcp = Tcp.spawn().unwrap();
    let coverage = || CoverageReport::new().row("Tcp").unwrap().coverage();
    tcp.send(true).await.unwrap();
    tcp.peek().await.unwrap();
    assert_eq!(coverage(), Coverage::Partial, "by its types");
    tcp.send(false).await.unwrap_err();
    tcp.close(false).await.unwrap_err();
    tcp.send(true).await.unwrap();
    assert_eq!(coverage(), Coverage::ErrorPaths);
    let report = CoverageReport::new();
    let handlers = report.row("Tcp").unwrap().handlers();
    let counts = |index: usize| {
        let counts = handlers[index].counts();
        (
            counts.handled(),
            counts.hibernated(),
            counts.hibernated_with_error(),
        )
    };
    assert_eq!((counts(0), counts(1)), ((3, 1, 1), (1, 1, 1)));
    tcp.hear(Tcp.spawn().unwrap()).await.unwrap();
    let heard = CoverageReport::new().row("Tcp").unwrap().handlers()[2].counts();
    assert_eq!((heard.hibernated(), heard.hibernated_with_error()), (1, 0));
    assert_eq!(coverage(), Coverage::Partial);
}
