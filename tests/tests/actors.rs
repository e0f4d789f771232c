//! Actors of every shape: tuple, unit and generic structs, contexts, other names for the crate.

use std::fmt::Debug;
use std::time::Duration;

use dormouse as other_name;
use dormouse::Status;
use dormouse::prelude::*;

#[actor]
struct Unit;

#[actor]
impl Unit {}

/// Public, so that its handle must satisfy the lints of a library.
#[actor]
#[derive(Debug)]
pub struct Tuple(u32, pub String);

#[actor]
impl Tuple {
    /// Adds to what it holds.
    #[call]
    pub fn sum(&self, more: u32) -> u32 {
        self.0 + more
    }
}

/// Holds one value of any kind.
#[actor(hibernate_after = "1s")]
struct Holder<T, const N: usize>
where
    T: Clone + Debug + Send + 'static,
{
    values: Vec<T>,
    last: Option<T>,
}

#[actor]
impl<T, const N: usize> Holder<T, N>
where
    T: Clone + Debug + Send + 'static,
{
    #[call]
    fn put(&mut self, value: T) -> Result<usize, T> {
        if self.values.len() == N {
            return Err(value);
        }
        self.last = Some(value.clone());
        self.values.push(value);
        Ok(self.values.len())
    }

    #[call]
    async fn last(&mut self) -> Hibernate<Option<T>> {
        tokio::task::yield_now().await;
        Hibernate(self.last.clone())
    }
}

#[supervisor]
struct Generic<T>
where
    T: Clone + Debug + Default + Send + Sync + 'static,
{
    first: T,
    #[child(start = Holder { values: vec![first.clone()], last: None })]
    holder: Holder<T, 2>,
}

const IDLE: Duration = Duration::from_secs(2);

/// Knows itself.
#[actor(crate = other_name, hibernate_after = IDLE)]
struct Own {
    calls: u32,
}

#[actor(crate = other_name)]
impl Own {
    #[call]
    fn path(&mut self, context: &Context<Self>) -> String {
        self.calls += 1;
        context.path()
    }

    #[call]
    async fn by_value(&mut self, add: u32, context: Context<Self>) -> u32 {
        let handle = context.handle();
        handle.bump(add).expect("it runs");
        context.generation()
    }

    #[cast]
    fn bump(&mut self, by: u32) {
        self.calls += by;
    }

    #[call]
    fn r#type(&self) -> u32 {
        self.calls
    }
}

#[tokio::test(start_paused = true)]
async fn unit_and_tuple_structs_do() {
    let unit = Unit.spawn().unwrap();
    assert_eq!(unit.actor().status(), Status::Idle);
    let exit = unit.stop().await.unwrap();
    assert!(matches!(exit.reason(), ExitReason::Normal));
    let tuple = Tuple(4, String::new()).spawn().unwrap();
    assert_eq!(tuple.sum(3).await.unwrap(), 7);
    assert_eq!(tuple.tree().to_string(), "Tuple idle, 64 B");
}

#[tokio::test(start_paused = true)]
async fn generic_actors_and_supervisors_do() {
    let tree = Generic {
        first: "a".to_owned(),
    }
    .start()
    .await
    .unwrap();
    let holder = tree.holder();
    assert_eq!(holder.put("b".to_owned()).await.unwrap(), 2);
    let full = holder.put("c".to_owned()).await.unwrap_err();
    assert_eq!(full.into_reply(), Some("c".to_owned()));
    assert_eq!(holder.last().await.unwrap(), Some("b".to_owned()));
    assert_eq!(holder.actor().status(), Status::Hibernated);
    assert_eq!(holder.actor().path(), "Generic/holder");
}

#[tokio::test(start_paused = true)]
async fn a_handler_can_ask_for_its_context() {
    let own = Own { calls: 0 }.spawn().unwrap();
    assert_eq!(own.path().await.unwrap(), "Own");
    assert_eq!(own.by_value(5).await.unwrap(), 1);
    assert_eq!(own.r#type().await.unwrap(), 6);
}

#[tokio::test(start_paused = true)]
async fn handlers_are_ordinary_methods() {
    let mut holder = Holder::<u8, 1> {
        values: Vec::new(),
        last: None,
    };
    assert_eq!(holder.put(1), Ok(1));
    assert_eq!(holder.put(2), Err(2));
    assert_eq!(holder.last().await, Hibernate(Some(1)));
}

#[tokio::test(start_paused = true)]
async fn handles_are_equal_when_they_are_of_the_same_actor() {
    let (one, other) = (Unit.spawn().unwrap(), Unit.spawn().unwrap());
    assert_eq!(one, one.clone());
    assert_ne!(one, other);
    assert_eq!(
        format!("{:?}", Tuple(1, String::new()).spawn().unwrap()),
        "ActorRef(Tuple)"
    );
}

#[test]
fn handles_and_calls_can_cross_threads() {
    fn crosses<T: Send + Sync + 'static>() {}
    crosses::<UnitRef>();
    crosses::<HolderRef<u8, 2>>();
    crosses::<GenericRef<u8>>();
    fn moves<T: Send>(_: T) {}
    fn check(own: &OwnRef) {
        moves(own.path());
        moves(own.actor().stopped());
    }
    let _ = check;
}
