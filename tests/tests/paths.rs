//! Actors and supervisors that are found by their place in the tree.

use dormouse::prelude::*;
use dormouse::{ChildSpec, Status};

#[actor]
#[derive(Default)]
struct Session {
    user: String,
}

#[actor]
impl Session {
    #[call]
    fn user(&self) -> Hibernate<String> {
        Hibernate(self.user.clone())
    }
}

#[supervisor(strategy = simple_one_for_one)]
struct Sessions {
    #[child(start = |user: String| Session { user }, restart = transient)]
    session: Session,
}

/// A tree on demand.
#[supervisor(strategy = simple_one_for_one)]
struct Rooms {
    #[child(start = || Room {}, restart = temporary)]
    room: Room,
}

#[supervisor]
struct Room {
    #[child]
    host: Session,
}

#[supervisor(auto_hibernation = "1s")]
struct App {
    #[child]
    store: Session,
    #[child]
    sessions: Sessions,
    #[child]
    rooms: Rooms,
}

#[tokio::test(start_paused = true)]
async fn everything_is_found_at_its_place() {
    let app = App {}.start().await.unwrap();
    let ada = app.sessions().start_child("ada".to_owned()).await.unwrap();
    let room = app.rooms().start_child().await.unwrap();
    let door = app.supervisor();

    let found = |path: &str| door.find(path).unwrap();
    assert_eq!(found("App").downcast::<AppRef>().unwrap(), app);
    assert_eq!(
        found("App/store").downcast::<SessionRef>().unwrap(),
        app.store()
    );
    assert_eq!(
        found("App/sessions").downcast::<SessionsRef>().unwrap(),
        app.sessions()
    );
    for path in [
        ada.actor().path(),
        room.supervisor().path(),
        room.host().actor().path(),
        app.rooms().supervisor().path(),
    ] {
        assert_eq!(found(&path).path(), path);
    }
    assert_eq!(
        found(&ada.actor().path()).downcast::<SessionRef>().unwrap(),
        ada
    );
    let host = found(&room.host().actor().path());
    assert_eq!(host.clone().downcast::<SessionRef>().unwrap(), room.host());
    assert!(host.downcast::<AppRef>().is_err());

    // From below, by the same path.
    let path = ada.actor().path();
    assert!(app.sessions().supervisor().find(&path).is_some());
    assert!(app.rooms().supervisor().find(&path).is_none());
}

#[tokio::test(start_paused = true)]
async fn what_is_not_there_is_not_found() {
    let app = App {}.start().await.unwrap();
    let ada = app.sessions().start_child("ada".to_owned()).await.unwrap();
    let path = ada.actor().path();
    for wrong in [
        "",
        "/",
        "Ap",
        "App/",
        "Apps",
        "App/stor",
        "App/stores",
        "App/store/",
        "App/store/x",
        "App/store#0",
        "store",
        "App/sessions/session",
        "App/sessions/session#",
        "App/sessions/session#00",
        "App/sessions/session#+0",
        "App/sessions/session#4294967295",
        "App/sessions/session#99999999999",
        "App/sessions/session#0/",
        "App/sessions/session#0x",
    ] {
        assert!(app.supervisor().find(wrong).is_none(), "{wrong}");
    }
    assert!(app.supervisor().find(&path).is_some());
    ada.stop().await.unwrap();
    assert!(app.supervisor().find(&path).is_none());
}

#[tokio::test(start_paused = true)]
async fn what_is_found_can_be_stopped_and_killed() {
    let app = App {}.start().await.unwrap();
    let ada = app.sessions().start_child("ada".to_owned()).await.unwrap();
    let exit = app
        .supervisor()
        .find(&ada.actor().path())
        .unwrap()
        .stop(ExitReason::Normal)
        .await
        .unwrap();
    assert!(matches!(exit.reason(), ExitReason::Normal));
    assert_eq!(ada.actor().status(), Status::Gone);

    let store = app.supervisor().find("App/store").unwrap();
    let exit = store.kill().await.unwrap();
    assert!(matches!(exit.reason(), ExitReason::Killed));
    assert_eq!(app.store().user().await.unwrap(), "");
    assert_eq!(store.generation(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_look_wakes_nobody() {
    let app = App {}.start().await.unwrap();
    app.store().user().await.unwrap();
    tokio::time::sleep(std::time::Duration::from_secs(5)).await;
    let found = app.supervisor().find("App/store").unwrap();
    assert_eq!(found.status(), Status::Hibernated);
    assert_eq!(app.supervisor().status(), Status::Hibernated);
}

#[tokio::test(start_paused = true)]
async fn children_added_at_run_time_are_found_whatever_their_name() {
    let app = App {}.start().await.unwrap();
    for id in ["plugin", "odd/name#7", "store/below"] {
        let spec = ChildSpec::new(id, Session::default);
        let child = app.supervisor().start_child(spec).await.unwrap();
        let found = app.supervisor().find(&child.actor().path()).unwrap();
        assert_eq!(found.downcast::<SessionRef>().unwrap(), child, "{id}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_numbers_of_children_on_demand_count() {
    let app = App {}.start().await.unwrap();
    for number in 0..20 {
        let session = app.sessions().start_child(String::new()).await.unwrap();
        let path = format!("App/sessions/session#{number}");
        assert_eq!(session.actor().path(), path);
    }
}
