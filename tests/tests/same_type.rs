//! Children of one type below one supervisor, which share what they have in common, and nothing else.

use dormouse::prelude::*;
use dormouse::{AnyActorRef, ChildSpec, Overflow, StartOptions, Status};

#[actor]
#[derive(Default)]
struct Desk {}

#[actor]
impl Desk {
    #[call]
    fn rest(&self) -> Hibernate<u8> {
        Hibernate(1)
    }

    #[call]
    fn fail(&mut self) {
        panic!("on purpose");
    }

    #[call]
    fn path(&self, context: &Context<Self>) -> String {
        context.path()
    }
}

#[supervisor(intensity = 10)]
struct Room {
    #[child]
    left: Desk,
    #[child]
    right: Desk,
}

#[supervisor(strategy = simple_one_for_one)]
struct Desks {
    #[child(start = || Desk::default())]
    desk: Desk,
}

#[supervisor(intensity = 10)]
struct House {
    #[child]
    up: Room,
    #[child]
    down: Room,
    #[child]
    east: Desks,
    #[child]
    west: Desks,
    #[child]
    hall: Desk,
}

#[supervisor]
struct Office {
    #[child]
    first: Desk,
    #[child(name = "second desk")]
    second: Desk,
}

#[supervisor]
struct Street {
    #[child]
    house: House,
}

#[tokio::test(start_paused = true)]
async fn each_has_its_own_path_in_all_that_names_it() {
    let room = Room {}.start().await.unwrap();
    for (desk, name) in [(room.left(), "left"), (room.right(), "right")] {
        let path = format!("Room/{name}");
        assert_eq!(desk.path().await.unwrap(), path);
        assert_eq!(desk.actor().path(), path);
        assert_eq!(AnyActorRef::from(&desk).path(), path);
        assert!(format!("{:?}", desk.actor().downgrade()).contains(&path));
        assert!(desk.tree().to_string().starts_with(name));
        let stopped = desk.actor().stopped();
        let error = desk.fail().await.unwrap_err();
        assert!(error.to_string().contains(&path), "{error}");
        assert_eq!(stopped.await.unwrap().path(), path);
        assert_eq!(room.supervisor().which_child(name).unwrap().path(), path);
    }
    assert_eq!(room.left().actor().generation(), 2);
    let office = Office {}.start().await.unwrap();
    let second = Desk::whereis("second desk").unwrap();
    assert_eq!(second.actor().path(), "Office/second");
    drop(office);
}

#[tokio::test(start_paused = true)]
async fn supervisors_of_one_type_have_their_own_paths_and_children() {
    let street = Street {}.start().await.unwrap();
    let house = street.house();
    assert_eq!(house.up().supervisor().path(), "Street/house/up");
    let right = house.down().right();
    assert_eq!(right.actor().path(), "Street/house/down/right");
    let west = house.west().start_child().await.unwrap();
    assert_eq!(west.path().await.unwrap(), "Street/house/west/desk#0");
    let options = StartOptions::new().hibernate_after(None);
    let desks = house.east();
    let east = desks.supervisor();
    let east = east.start_child_with(options, ()).await.unwrap();
    assert_eq!(east.actor().path(), "Street/house/east/desk#0");
    let door = house.supervisor();
    let found = street.supervisor().find("Street/house/down/right").unwrap();
    assert_eq!(found, AnyActorRef::from(&right));
    assert!(house.down().tree().to_string().starts_with("down ["));

    door.terminate_child("hall").await.unwrap();
    door.delete_child("hall").await.unwrap();
    let added = ChildSpec::new("hall", Desk::default);
    let added = door.start_child(added).await.unwrap();
    let other = ChildSpec::new("other", Desk::default);
    let other = door.start_child(other).await.unwrap();
    assert_eq!(added.path().await.unwrap(), "Street/house/hall");
    assert_eq!(other.path().await.unwrap(), "Street/house/other");
    assert_eq!(house.hall().actor().status(), Status::Gone);
}

#[tokio::test(start_paused = true)]
async fn each_sleeps_and_is_full_alone() {
    let room = Room {}.start().await.unwrap();
    let (left, right) = (room.left(), room.right());
    left.rest().await.unwrap();
    assert_eq!(left.actor().status(), Status::Hibernated);
    assert_eq!(right.actor().status(), Status::Idle);
    left.actor().set_mailbox(3, Overflow::Error);
    assert_eq!(left.actor().capacity(), Some(3));
    assert_eq!(right.actor().capacity(), None);
    drop((left, right));
    assert_eq!(room.left().rest().await.unwrap(), 1, "no handle keeps it");
}
