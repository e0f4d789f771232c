//! Configurations that take the place of others while actors run, and thresholds of single types.

use std::time::Duration;

use dormouse::prelude::*;
use dormouse::{
    CompactionThresholds, Config, HibernateAfter, InstallError, Section, StartOptions, Status,
    SupervisorSection, Warnings,
};
use dormouse_tests::events;
use tokio::time::sleep;

const MS: Duration = Duration::from_millis(1);

fn secs(count: u64) -> Duration {
    Duration::from_secs(count)
}

#[actor]
#[derive(Default)]
struct Session {
    turns: Vec<u8>,
}

#[actor]
impl Session {
    #[call]
    fn ping(&self) {}

    /// Holds that much, and uses a part of it, asleep.
    #[call]
    fn hold(&mut self, used: usize, capacity: usize) -> Hibernate {
        self.turns = Vec::with_capacity(capacity);
        self.turns.resize(used, 1);
        Hibernate(())
    }

    #[call]
    fn capacity(&self) -> Hibernate<usize> {
        Hibernate(self.turns.capacity())
    }
}

#[actor]
#[derive(Default)]
struct Document {
    text: Vec<u8>,
}

#[actor]
impl Document {
    #[call]
    fn hold(&mut self, used: usize, capacity: usize) -> Hibernate {
        self.text = Vec::with_capacity(capacity);
        self.text.resize(used, 1);
        Hibernate(())
    }

    #[call]
    fn capacity(&self) -> Hibernate<usize> {
        Hibernate(self.text.capacity())
    }
}

#[supervisor(strategy = simple_one_for_one)]
struct Sessions {
    #[child(start = || Session::default())]
    session: Session,
}

#[supervisor]
struct App {
    #[child]
    session: Session,
}

fn shown(session: &SessionRef) -> String {
    session.actor().hibernate_after().to_string()
}

#[tokio::test(start_paused = true)]
async fn a_shorter_time_holds_from_the_next_idle_time_on() {
    Config::new().hibernate_after(secs(600)).install().unwrap();
    let session = Session::default().spawn().unwrap();
    session.ping().await.unwrap();
    Config::new().hibernate_after(secs(2)).replace().unwrap();
    assert_eq!(shown(&session), "2s (config)");
    session.ping().await.unwrap();
    sleep(1_900 * MS).await;
    assert_eq!(session.actor().status(), Status::Idle);
    // An entry for the long time is looked at every few seconds.
    sleep(secs(5)).await;
    assert_eq!(session.actor().status(), Status::Hibernated);
}

#[tokio::test(start_paused = true)]
async fn who_was_told_nothing_sleeps_after_its_next_message() {
    let session = Session::default().spawn().unwrap();
    session.ping().await.unwrap();
    assert_eq!(shown(&session), "off (default)");
    Config::new().hibernate_after(secs(2)).replace().unwrap();
    assert_eq!(shown(&session), "2s (config)");
    session.ping().await.unwrap();
    sleep(1_900 * MS).await;
    assert_eq!(session.actor().status(), Status::Idle);
    sleep(200 * MS).await;
    assert_eq!(session.actor().status(), Status::Hibernated);

    Config::new()
        .actor::<Session>(Section::new().hibernate_after(Duration::ZERO))
        .replace()
        .unwrap();
    session.ping().await.unwrap();
    assert_eq!(session.actor().status(), Status::Hibernated, "at once");
    assert_eq!(shown(&session), "0 (section)");
}

#[tokio::test(start_paused = true)]
async fn a_longer_time_and_none_hold_for_those_that_are_idle_already() {
    Config::new().hibernate_after(secs(2)).install().unwrap();
    let session = Session::default().spawn().unwrap();
    let other = Session::default().spawn().unwrap();
    session.ping().await.unwrap();
    sleep(secs(1)).await;
    Config::new().hibernate_after(secs(4)).replace().unwrap();
    sleep(2_500 * MS).await;
    assert_eq!(session.actor().status(), Status::Idle);
    sleep(600 * MS).await;
    assert_eq!(session.actor().status(), Status::Hibernated);

    session.ping().await.unwrap();
    sleep(secs(1)).await;
    Config::new()
        .hibernate_after(HibernateAfter::Off)
        .replace()
        .unwrap();
    sleep(secs(60)).await;
    assert_eq!(session.actor().status(), Status::Idle);
    assert_eq!(shown(&session), "off (config)");
    assert_eq!(other.actor().status(), Status::Hibernated, "not woken");
    // And back.
    Config::new().hibernate_after(secs(1)).replace().unwrap();
    session.ping().await.unwrap();
    sleep(1_100 * MS).await;
    assert_eq!(session.actor().status(), Status::Hibernated);
}

/// Busy again and again, so that it keeps its task, without a pause as long as the time.
#[tokio::test(start_paused = true)]
async fn an_actor_with_a_task_goes_by_the_new_time_too() {
    Config::new().hibernate_after(secs(60)).install().unwrap();
    let session = Session::default().spawn().unwrap();
    for _ in 0..50 {
        session.ping().await.unwrap();
        sleep(20 * MS).await;
    }
    Config::new().hibernate_after(secs(1)).replace().unwrap();
    for _ in 0..50 {
        session.ping().await.unwrap();
        assert_ne!(session.actor().status(), Status::Hibernated);
        sleep(20 * MS).await;
    }
    sleep(secs(6)).await;
    assert_eq!(session.actor().status(), Status::Hibernated);
    session.ping().await.unwrap();
    sleep(1_100 * MS).await;
    assert_eq!(session.actor().status(), Status::Hibernated);
}

#[tokio::test(start_paused = true)]
async fn what_was_said_at_the_start_stays_above_all_changes() {
    let options = StartOptions::new().hibernate_after(secs(3));
    let session = Session::default().spawn_with(options).unwrap();
    Config::development().replace().unwrap();
    assert_eq!(shown(&session), "3s (start option)");
    session.ping().await.unwrap();
    sleep(2_900 * MS).await;
    assert_eq!(session.actor().status(), Status::Idle);
    sleep(200 * MS).await;
    assert_eq!(session.actor().status(), Status::Hibernated);
}

#[tokio::test(start_paused = true)]
async fn children_of_both_kinds_of_supervisors_follow() {
    let app = App {}.start().await.unwrap();
    let sessions = Sessions {}.start().await.unwrap();
    let dynamic = sessions.start_child().await.unwrap();
    Config::new().hibernate_after(secs(1)).replace().unwrap();
    for session in [&app.session(), &dynamic] {
        session.ping().await.unwrap();
        assert_eq!(shown(session), "1s (config)");
    }
    sleep(1_100 * MS).await;
    for session in [&app.session(), &dynamic] {
        assert_eq!(session.actor().status(), Status::Hibernated);
        // A later incarnation goes by what holds then.
        session.actor().kill().await.unwrap();
    }
    Config::new().hibernate_after(secs(2)).replace().unwrap();
    app.session().ping().await.unwrap();
    assert_eq!(shown(&app.session()), "2s (config)");
}

#[tokio::test(start_paused = true)]
async fn supervisors_follow_too() {
    let app = App {}.start().await.unwrap();
    let shown = || app.supervisor().hibernate_after().to_string();
    assert_eq!(shown(), "1s (default)");
    Config::new()
        .supervisor::<App>(SupervisorSection::new().hibernate_after(secs(5)))
        .replace()
        .unwrap();
    assert_eq!(shown(), "5s (section)");
    sleep(secs(3)).await;
    assert_eq!(app.supervisor().status(), Status::Idle);
    sleep(secs(3)).await;
    assert_eq!(app.supervisor().status(), Status::Hibernated);
}

#[tokio::test(start_paused = true)]
async fn supervisors_that_were_not_to_hibernate_for_a_while_do_again() {
    let app = App {}.start().await.unwrap();
    let sessions = Sessions {}.start().await.unwrap();
    let set = |after: HibernateAfter| {
        let config = Config::new().supervisors_hibernate_after(after);
        config.replace().unwrap();
    };
    set(HibernateAfter::Idle(secs(1)));
    sessions.start_child().await.unwrap();
    set(HibernateAfter::Off);
    sleep(secs(10)).await;
    assert_eq!(app.supervisor().status(), Status::Idle);
    assert_eq!(sessions.supervisor().status(), Status::Idle);
    set(HibernateAfter::Idle(secs(1)));
    assert_eq!(app.supervisor().count_children().active, 1);
    sessions.start_child().await.unwrap();
    sleep(secs(2)).await;
    assert_eq!(app.supervisor().status(), Status::Hibernated);
    assert_eq!(sessions.supervisor().status(), Status::Hibernated);
}

#[tokio::test(start_paused = true)]
async fn a_shorter_time_holds_for_supervisors_that_are_idle_already() {
    Config::new()
        .supervisors_hibernate_after(secs(600))
        .install()
        .unwrap();
    let app = App {}.start().await.unwrap();
    let sessions = Sessions {}.start().await.unwrap();
    sessions.start_child().await.unwrap();
    Config::new()
        .supervisors_hibernate_after(secs(2))
        .replace()
        .unwrap();
    sleep(1_900 * MS).await;
    assert_eq!(app.supervisor().status(), Status::Idle);
    assert_eq!(sessions.supervisor().status(), Status::Idle);
    // The look for the long time is taken every few seconds.
    sleep(secs(5)).await;
    assert_eq!(app.supervisor().status(), Status::Hibernated);
    assert_eq!(sessions.supervisor().status(), Status::Hibernated);
}

#[tokio::test]
async fn what_is_replaced_is_installed_and_stays_without_actors() {
    assert_eq!(Config::installed(), None);
    Config::production().replace().unwrap();
    assert_eq!(Config::development().install(), Err(InstallError::TooLate));
    tokio::task::yield_now().await;
    assert_eq!(Config::installed(), Some(Config::production()));
    let change = Config::parse("[actor Session]\nhibernate_after = 5s").unwrap();
    Config::installed()
        .unwrap()
        .merge(change.clone())
        .replace()
        .unwrap();
    let session = Session::default().spawn().unwrap();
    assert_eq!(shown(&session), "5s (section)");
    assert_eq!(
        Config::installed(),
        Some(Config::production().merge(change))
    );
}

#[tokio::test]
async fn a_section_that_was_read_counts_as_read_in_the_next_configuration() {
    let text = "[actor Session]\nhibernate_after = 5s\n[actor Sesion]\nhibernate_after = 5s";
    Config::parse(text).unwrap().install().unwrap();
    let _session = Session::default().spawn().unwrap();
    let more = format!("{text}\n[supervisor Ap]\nhibernate_after = 5s");
    Config::parse(&more).unwrap().replace().unwrap();
    let unread = Config::installed().unwrap().unread();
    assert_eq!(unread, ["[actor Sesion]", "[supervisor Ap]"]);
}

#[test]
fn outside_of_a_runtime_nothing_is_replaced() {
    let error = Config::production().replace().unwrap_err();
    assert_eq!(error, InstallError::NoRuntime);
    assert_eq!(
        error.to_string(),
        "a configuration is for a tokio runtime, and there is none here: call this inside of one, \
         in an `async fn` that it runs or after `Runtime::enter`"
    );
}

/// Changes that come while actors begin and rest, on several threads.
#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn changes_among_many_actors_reach_all_of_them() {
    Config::new().hibernate_after(secs(600)).install().unwrap();
    let changes = tokio::spawn(async {
        for count in 0..200 {
            let time = secs(600 + count % 2);
            Config::new().hibernate_after(time).replace().unwrap();
            tokio::task::yield_now().await;
        }
        Config::new()
            .hibernate_after(Duration::ZERO)
            .replace()
            .unwrap();
    });
    let mut sessions = Vec::new();
    for _ in 0..200 {
        let session = Session::default().spawn().unwrap();
        session.ping().await.unwrap();
        sessions.push(session);
    }
    changes.await.unwrap();
    for session in sessions {
        session.ping().await.unwrap();
        while session.actor().status() != Status::Hibernated {
            tokio::task::yield_now().await;
        }
    }
}

/// The states that warnings were given of.
fn large(events: &events::Events) -> Vec<String> {
    let mut said = events.take();
    said.retain(|said| said.says("sleeps with a large state"));
    said.iter()
        .map(|said| format!("{} {}", said.field("path"), said.field("limit")))
        .collect()
}

#[tokio::test(start_paused = true)]
async fn a_type_has_thresholds_of_its_own_for_warnings() {
    let (events, _recording) = events::record();
    Config::new()
        .warnings(Warnings::new().state(1_000).hibernations_per_second(None))
        .actor::<Document>(Section::new().warnings(Warnings::new().state(5_000)))
        .install()
        .unwrap();
    let session = Session::default().spawn().unwrap();
    let document = Document::default().spawn().unwrap();
    session.hold(2_000, 2_000).await.unwrap();
    document.hold(2_000, 2_000).await.unwrap();
    assert_eq!(large(&events), ["Session 1000"]);
    document.hold(6_000, 6_000).await.unwrap();
    assert_eq!(large(&events), ["Document 5000"]);
    for _ in 0..200 {
        document.capacity().await.unwrap();
    }
    assert!(!events.take().iter().any(|said| said.says("too often")));

    // From now on, also for those that run.
    sleep(secs(61)).await;
    Config::new()
        .warnings(Warnings::new().state(None))
        .actor::<Session>(Section::new().warnings(Warnings::new().state(10)))
        .replace()
        .unwrap();
    session.hold(2_000, 2_000).await.unwrap();
    document.hold(6_000, 6_000).await.unwrap();
    assert_eq!(large(&events), ["Session 10"]);
}

#[tokio::test(start_paused = true)]
async fn a_type_has_a_threshold_of_its_own_for_slow_wake_ups() {
    let (events, _recording) = events::record();
    let off = Section::new().warnings(Warnings::new().wake_up(None));
    Config::new()
        .warnings(Warnings::new().wake_up(MS))
        .actor::<Document>(off)
        .install()
        .unwrap();
    let session = Session::default().spawn().unwrap();
    let document = Document::default().spawn().unwrap();
    session.hold(0, 0).await.unwrap();
    document.hold(0, 0).await.unwrap();
    let (first, second) = (session.ping().send(), document.capacity().send());
    tokio::time::advance(5 * MS).await;
    first.await.unwrap();
    second.await.unwrap();
    let mut said = events.take();
    said.retain(|said| said.says("slow to wake up"));
    let paths: Vec<&str> = said.iter().map(|said| said.field("path")).collect();
    assert_eq!(paths, ["Session"]);
}

#[tokio::test(start_paused = true)]
async fn compaction_goes_by_its_thresholds() {
    Config::new()
        .compaction(CompactionThresholds::new().slack(1_000))
        .actor::<Document>(
            Section::new().compaction(CompactionThresholds::new().slack(100).share(0)),
        )
        .install()
        .unwrap();
    let session = Session::default().spawn().unwrap();
    let document = Document::default().spawn().unwrap();
    session.hold(100, 1_000).await.unwrap();
    document.hold(1_000, 1_150).await.unwrap();
    assert_eq!(session.capacity().await.unwrap(), 1_000, "too little slack");
    assert_eq!(document.capacity().await.unwrap(), 1_000);
    let state = session.actor().memory().state().map(|state| state.slack());
    assert_eq!(state, Some(900));
    session.hold(100, 1_100).await.unwrap();
    assert_eq!(session.capacity().await.unwrap(), 100);

    // From now on, also for those that run.
    let off = CompactionThresholds::new().slack(None);
    Config::new().compaction(off).replace().unwrap();
    session.hold(1, 100_000).await.unwrap();
    document.hold(1, 100_000).await.unwrap();
    assert_eq!(session.capacity().await.unwrap(), 100_000);
    assert_eq!(document.capacity().await.unwrap(), 100_000);
    Config::new().replace().unwrap();
    assert_eq!(session.capacity().await.unwrap(), 100_000, "it was asleep");
    assert_eq!(session.capacity().await.unwrap(), 1);
}
