//! What is told of a crash: which message it was, and what the actor shows of itself.

use std::sync::{Arc, Mutex};

use dormouse::prelude::*;
use dormouse::{Exit, FormatStatus, InspectError};
use dormouse_tests::events::{Said, record};

type Buried = Arc<Mutex<Vec<String>>>;

#[actor]
struct Account {
    owner: &'static str,
    secret: &'static str,
    buried: Buried,
}

fn account() -> Account {
    Account {
        owner: "ada",
        secret: "lovelace",
        buried: Buried::default(),
    }
}

#[actor]
impl Account {
    #[cast]
    fn panic(&self) {
        panic!("wrong password: {}", self.secret);
    }

    #[cast]
    fn fail(&self) -> Result<(), String> {
        Err(format!("wrong password: {}", self.secret))
    }

    #[call]
    fn end(&self, reason: ExitReason) -> Outcome {
        Outcome::stop(reason)
    }

    #[call]
    fn rename(&mut self, owner: &'static str) {
        self.owner = owner;
    }

    #[stop]
    fn leave(&mut self, _reason: &ExitReason) -> Result<(), String> {
        if self.owner == "grace" {
            return Err(format!("still open: {}", self.secret));
        }
        Ok(())
    }

    #[format_status]
    fn shown(&self, status: &mut FormatStatus) {
        assert_ne!(self.owner, "alan", "no look");
        status.set_state(format!("account of {}", self.owner));
        if let Some(reason) = status.reason() {
            status.set_reason(reason.replace(self.secret, "***"));
        }
        if let Some(message) = status.message() {
            status.set_message(format!("<{message}>"));
        }
    }

    #[cast(on_crash = Self::bury)]
    fn write(&mut self, note: String, buried: Buried) {
        drop(buried);
        assert!(note != "poison", "cannot write {note}");
    }

    #[cast(on_crash = Self::bury)]
    async fn write_later(&mut self, note: String, buried: Buried) -> Result<(), String> {
        drop(buried);
        tokio::task::yield_now().await;
        if note == "hang" {
            std::future::pending::<()>().await;
        }
        if note == "poison" {
            return Err(format!("cannot write {note}"));
        }
        Ok(())
    }

    #[info(on_crash = Self::bury_audit)]
    fn audit(&mut self, audit: Audit) {
        panic!("cannot stand an audit by {}", audit.by);
    }

    #[call(retry = 2, on_crash = forgotten)]
    fn try_hard(&mut self, buried: Buried) -> u32 {
        buried.lock().unwrap().push("tried".to_owned());
        panic!("in vain");
    }
}

impl Account {
    fn bury(exit: &Exit, note: String, buried: Buried) {
        buried.lock().unwrap().push(format!("{note}: {exit}"));
    }

    fn bury_audit(exit: &Exit, audit: Audit) {
        Self::bury(exit, audit.by.to_owned(), audit.buried);
    }
}

/// A value that others send.
#[derive(Clone)]
struct Audit {
    by: &'static str,
    buried: Buried,
}

fn forgotten(exit: &Exit, buried: Buried) {
    buried
        .lock()
        .unwrap()
        .push(format!("gave up: {}", exit.reason()));
}

#[supervisor(intensity = 10)]
struct Bank {
    #[child(start = account())]
    account: Account,
}

async fn settle() {
    for _ in 0..20 {
        tokio::task::yield_now().await;
    }
}

/// The one error among the events.
#[track_caller]
fn failure(said: &[Said]) -> &Said {
    let errors: Vec<_> = said.iter().filter(|said| said.is_error()).collect();
    assert_eq!(errors.len(), 1, "{said:?}");
    assert!(errors[0].says("actor failed"), "{said:?}");
    errors[0]
}

#[tokio::test(start_paused = true)]
async fn c201_c204_an_event_shows_what_the_actor_lets_it_show() {
    dormouse::install_panic_hook();
    let (events, _guard) = record();
    let account = account().spawn().unwrap();
    let ended = account.actor().stopped();
    account.panic().unwrap();
    let exit = ended.await.unwrap();
    // Who waits for the end gets the reason itself.
    assert!(exit.reason().to_string().contains("lovelace"));
    let said = events.take();
    let event = failure(&said);
    assert!(event.says("state=\"account of ada\""), "{event:?}");
    assert!(event.says("last_message=\"<panic>\""), "{event:?}");
    assert!(event.says("panicked in `panic`") && event.says("wrong password: ***"));
    assert!(said.iter().all(|said| !said.says("lovelace")), "{said:?}");
}

#[tokio::test(start_paused = true)]
async fn what_is_hidden_stays_hidden_in_all_events_of_a_tree() {
    let (events, _guard) = record();
    let bank = Bank {}.start().await.unwrap();
    for _ in 0..11 {
        bank.account().fail().unwrap();
        let _ = bank.account().rename("ada").await;
    }
    settle().await;
    let said = events.take();
    assert!(said.iter().any(|said| said.says("maximum restart")));
    assert!(
        said.iter()
            .any(|said| said.says("failed in `fail`: wrong password: ***"))
    );
    assert!(said.iter().all(|said| !said.says("lovelace")), "{said:?}");
}

#[tokio::test(start_paused = true)]
async fn c203_a_hook_that_fails_is_the_reason_and_shown_as_the_actor_says() {
    let (events, _guard) = record();
    let account = account().spawn().unwrap();
    account.rename("grace").await.unwrap();
    let exit = account.actor().stop(ExitReason::Shutdown).await.unwrap();
    assert_eq!(
        exit.reason().to_string(),
        "failed in `stop`: still open: lovelace"
    );
    let said = events.take();
    let event = failure(&said);
    assert!(event.says("failed in `stop`: still open: ***"), "{event:?}");
    assert!(event.says("account of grace"), "{event:?}");
}

#[tokio::test(start_paused = true)]
async fn nothing_is_shown_by_an_actor_whose_own_words_panic() {
    dormouse::install_panic_hook();
    let (events, _guard) = record();
    let account = account().spawn().unwrap();
    account.rename("alan").await.unwrap();
    let error = account.actor().get_status().await.unwrap_err();
    assert!(matches!(error, InspectError::Panicked(_)), "{error}");
    assert!(account.end(ExitReason::failed("told to")).await.is_err());
    settle().await;
    let said = events.take();
    let event = failure(&said);
    assert!(event.says("`format_status` panicked"), "{event:?}");
    assert!(event.says("failed in `end`: told to"), "{event:?}");
}

#[tokio::test(start_paused = true)]
async fn a_status_is_what_the_actor_shows() {
    let account = account().spawn().unwrap();
    let status = account.actor().get_status().await.unwrap();
    assert_eq!(status.state(), Some("account of ada"));
    assert_eq!((status.message(), status.reason()), (None, None));
}

#[tokio::test(start_paused = true)]
async fn clean_ends_and_kills_show_nothing() {
    let (events, _guard) = record();
    for reason in [ExitReason::Normal, ExitReason::Killed] {
        let account = account().spawn().unwrap();
        assert!(account.end(reason).await.is_err());
    }
    settle().await;
    let said = events.take();
    assert!(said.iter().all(|said| !said.says("account of")), "{said:?}");
}

#[tokio::test(start_paused = true)]
async fn a_message_that_crashes_its_actor_is_named_in_the_reason_and_handed_over() {
    dormouse::install_panic_hook();
    let bank = Bank {}.start().await.unwrap();
    let buried = Buried::default();
    let account = bank.account();
    for note in ["plain", "poison", "plain"] {
        account.write(note.to_owned(), Arc::clone(&buried)).unwrap();
        account
            .write_later(note.to_owned(), Arc::clone(&buried))
            .unwrap();
    }
    settle().await;
    let taken = std::mem::take(&mut *buried.lock().unwrap());
    assert_eq!(taken.len(), 2, "{taken:?}");
    assert!(taken[0].starts_with("poison: actor `Bank/account` ended: panicked in `write`"));
    assert!(taken[0].ends_with("cannot write poison"));
    assert_eq!(
        taken[1],
        "poison: actor `Bank/account` ended: failed in `write_later`: cannot write poison"
    );

    // Killed over it, it is not the message's fault.
    account
        .write_later("hang".to_owned(), Arc::clone(&buried))
        .unwrap();
    settle().await;
    account.actor().kill().await.unwrap();
    settle().await;
    assert!(buried.lock().unwrap().is_empty());
    assert_eq!(Arc::strong_count(&buried), 1);
}

#[tokio::test(start_paused = true)]
async fn a_message_that_may_be_sent_again_is_handed_over_once_it_is_given_up() {
    dormouse::install_panic_hook();
    let bank = Bank {}.start().await.unwrap();
    let buried = Buried::default();
    let error = bank.account().try_hard(Arc::clone(&buried)).await;
    assert!(error.is_err());
    settle().await;
    let taken = std::mem::take(&mut *buried.lock().unwrap());
    assert_eq!(taken[..3], ["tried", "tried", "tried"]);
    assert_eq!(taken.len(), 4, "{taken:?}");
    assert!(taken[3].starts_with("gave up: panicked in `try_hard`"));
}

#[tokio::test(start_paused = true)]
async fn a_value_that_crashes_its_actor_is_handed_over_too() {
    dormouse::install_panic_hook();
    let bank = Bank {}.start().await.unwrap();
    let buried = Buried::default();
    let audit = Audit {
        by: "grace",
        buried: Arc::clone(&buried),
    };
    bank.account().actor().send(audit).unwrap();
    settle().await;
    let taken = std::mem::take(&mut *buried.lock().unwrap());
    assert_eq!(taken.len(), 1, "{taken:?}");
    assert!(taken[0].starts_with("grace: actor `Bank/account` ended: panicked in `audit`"));
}
