//! Process groups.

use std::slice;
use std::sync::Arc;
use std::time::Duration;

use dormouse::prelude::*;
use dormouse::{AnyActorRef, Group, GroupChange};

#[actor]
#[derive(Default)]
struct Session {
    heard: Vec<String>,
}

#[actor]
impl Session {
    #[cast]
    fn hear(&mut self, text: String) {
        self.heard.push(text);
    }

    #[call]
    fn heard(&self) -> Vec<String> {
        self.heard.clone()
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

#[actor]
#[derive(Default)]
struct Bot;

#[actor]
impl Bot {
    #[call]
    fn join(&self, group: String, context: &Context<Self>) {
        context.handle().actor().join(group).unwrap();
    }
}

#[supervisor(intensity = 5)]
struct App {
    #[child(restart = transient)]
    session: Session,
}

fn session() -> SessionRef {
    Session::default().spawn().unwrap()
}

#[tokio::test(start_paused = true)]
async fn members_join_in_order_and_leave() {
    let lobby = Group::named("lobby");
    assert!(lobby.all_members().is_empty());
    let (ada, bob, bot) = (session(), session(), Bot.spawn().unwrap());
    ada.actor().join("lobby").unwrap();
    bot.join("lobby".to_owned()).await.unwrap();
    bob.actor().join("lobby").unwrap();
    bob.actor().join("garden").unwrap();

    assert_eq!(lobby.members::<Session>(), [ada.clone(), bob.clone()]);
    assert_eq!(lobby.members::<Bot>(), slice::from_ref(&bot));
    let all = [
        AnyActorRef::from(&ada),
        AnyActorRef::from(&bot),
        AnyActorRef::from(&bob),
    ];
    assert_eq!(lobby.all_members(), all);
    assert_eq!(
        bob.actor().groups(),
        [Arc::from("lobby"), Arc::from("garden")]
    );
    let mut groups: Vec<_> = Group::all()
        .iter()
        .map(|group| group.name().to_owned())
        .collect();
    groups.sort();
    assert_eq!(groups, ["garden", "lobby"]);

    assert!(ada.actor().leave("lobby"));
    assert!(!ada.actor().leave("lobby"));
    assert!(!ada.actor().leave("nowhere"));
    assert_eq!(lobby.members::<Session>(), [bob]);
}

#[tokio::test(start_paused = true)]
async fn who_joins_twice_is_a_member_once() {
    let ada = session();
    ada.actor().join("lobby").unwrap();
    ada.actor().join("lobby").unwrap();
    assert_eq!(
        Group::named("lobby").members::<Session>(),
        slice::from_ref(&ada)
    );
    assert!(ada.actor().leave("lobby"));
    assert!(Group::named("lobby").all_members().is_empty());
    assert!(Group::all().is_empty());
}

#[tokio::test(start_paused = true)]
async fn the_end_of_an_actor_is_its_leave() {
    let lobby = Group::named("lobby");
    for _ in 0..20 {
        let ada = session();
        ada.actor().join("lobby").unwrap();
        ada.actor().join("garden").unwrap();
        ada.stop().await.unwrap();
        assert!(lobby.all_members().is_empty());
        assert!(Group::all().is_empty());
        assert!(ada.actor().join("lobby").is_err());
        assert!(lobby.all_members().is_empty());
    }
}

#[tokio::test(start_paused = true)]
async fn a_group_keeps_nobody_alive() {
    let ada = session();
    ada.actor().join("lobby").unwrap();
    let ended = ada.actor().stopped();
    drop(ada);
    ended.await.unwrap();
    assert!(Group::named("lobby").all_members().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_member_stays_over_a_restart_and_leaves_when_it_is_down() {
    let lobby = Group::named("lobby");
    let app = App {}.start().await.unwrap();
    let session = app.session();
    session.actor().join("lobby").unwrap();
    let ended = session.actor().stopped();
    session.panic().unwrap();
    ended.await.unwrap();
    assert_eq!(session.heard().await.unwrap(), [""; 0]);
    assert_eq!(session.actor().generation(), 2);
    assert_eq!(lobby.members::<Session>(), slice::from_ref(&session));

    let ended = session.actor().stopped();
    session.finish().unwrap();
    ended.await.unwrap();
    assert!(lobby.all_members().is_empty());
    app.supervisor().restart_child("session").await.unwrap();
    assert!(lobby.all_members().is_empty(), "it joins again if it likes");
}

#[tokio::test(start_paused = true)]
async fn a_broadcast_reaches_the_members_of_one_type() {
    let (ada, bob, bot) = (session(), session(), Bot.spawn().unwrap());
    for member in [&ada, &bob] {
        member.actor().join("lobby").unwrap();
    }
    bot.actor().join("lobby").unwrap();
    let lobby = Group::named("lobby");
    let hello = |session: &SessionRef| session.hear("hello".to_owned());
    assert_eq!(lobby.broadcast::<Session, _>(hello), 2);
    assert_eq!(ada.heard().await.unwrap(), ["hello"]);
    assert_eq!(bob.heard().await.unwrap(), ["hello"]);
    let reached = lobby.broadcast::<Session, _>(|session| {
        if *session == bob {
            return Err("not to bob");
        }
        session.hear("bye".to_owned()).map_err(|_| "nobody there")
    });
    assert_eq!(reached, 1);
    assert_eq!(ada.heard().await.unwrap(), ["hello", "bye"]);
    assert_eq!(bob.heard().await.unwrap(), ["hello"]);
}

#[tokio::test(start_paused = true)]
async fn a_monitor_is_told_of_every_change_in_order() {
    let ada = session();
    ada.actor().join("lobby").unwrap();
    let mut monitor = Group::named("lobby").monitor().unwrap();
    assert_eq!(monitor.members(), [AnyActorRef::from(&ada)]);
    assert_eq!(monitor.try_changed(), None);

    let bob = session();
    bob.actor().join("lobby").unwrap();
    bob.actor().join("garden").unwrap();
    ada.actor().leave("lobby");
    bob.stop().await.unwrap();
    assert_eq!(monitor.changed().await, GroupChange::Joined((&bob).into()));
    assert_eq!(monitor.changed().await, GroupChange::Left((&ada).into()));
    assert_eq!(monitor.changed().await, GroupChange::Left((&bob).into()));
    let nothing = tokio::time::timeout(Duration::from_secs(60), monitor.changed()).await;
    assert!(nothing.is_err());

    // It waits, and is woken.
    let waiting = tokio::spawn(async move { monitor.changed().await });
    tokio::task::yield_now().await;
    ada.actor().join("lobby").unwrap();
    assert_eq!(waiting.await.unwrap(), GroupChange::Joined((&ada).into()));
}

#[tokio::test(start_paused = true)]
async fn a_monitor_keeps_nobody_alive() {
    let mut monitor = Group::named("lobby").monitor().unwrap();
    assert!(Group::all().is_empty(), "a group without members is none");
    let ada = session();
    ada.actor().join("lobby").unwrap();
    let ended = ada.actor().stopped();
    drop(ada);
    ended.await.unwrap();
    assert!(matches!(
        monitor.try_changed(),
        Some(GroupChange::Joined(_))
    ));
    assert!(matches!(monitor.try_changed(), Some(GroupChange::Left(_))));
    assert_eq!(monitor.try_changed(), None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nobody_joins_while_it_ends() {
    let lobby = Group::named("lobby");
    for _ in 0..200 {
        let ada = session();
        let other = ada.clone();
        let joins = tokio::spawn(async move { other.actor().join("lobby").is_ok() });
        ada.stop().await.unwrap();
        joins.await.unwrap();
        assert!(lobby.all_members().is_empty());
    }
}
