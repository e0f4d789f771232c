//! Handles that keep nobody alive.

use std::collections::HashSet;

use dormouse::prelude::*;
use dormouse::{Status, WeakRef};

#[actor]
#[derive(Default)]
struct Node {
    own: Option<WeakRef<Node>>,
}

#[actor]
impl Node {
    #[call]
    fn keep(&mut self, context: &Context<Self>) {
        self.own = Some(context.downgrade());
    }

    #[call]
    fn own(&self) -> Option<NodeRef> {
        self.own.as_ref().and_then(WeakRef::upgrade)
    }

    #[cast]
    fn finish(&self) -> Outcome {
        Outcome::stop(ExitReason::Normal)
    }

    #[cast]
    fn panic(&self) {
        panic!("told to");
    }
}

#[supervisor(intensity = 5)]
struct App {
    #[child(restart = transient)]
    node: Node,
}

#[tokio::test(start_paused = true)]
async fn an_actor_ends_with_its_last_strong_handle() {
    let node = Node::default().spawn().unwrap();
    let weak = node.actor().downgrade();
    let other = weak.upgrade().unwrap();
    assert_eq!(other, node);
    let ended = node.actor().stopped();
    drop(node);
    assert_eq!(other.actor().status(), Status::Idle);
    drop(other);
    let exit = ended.await.unwrap();
    assert!(matches!(exit.reason(), ExitReason::Shutdown));
    assert_eq!(weak.upgrade(), None);
}

#[tokio::test(start_paused = true)]
async fn an_actor_may_keep_a_weak_handle_of_itself() {
    let node = Node::default().spawn().unwrap();
    node.keep().await.unwrap();
    assert_eq!(node.own().await.unwrap(), Some(node.clone()));
    let weak = node.actor().downgrade();
    let ended = node.actor().stopped();
    drop(node);
    ended.await.unwrap();
    assert_eq!(weak.upgrade(), None);
}

#[tokio::test(start_paused = true)]
async fn an_actor_that_stopped_is_gone_whoever_holds_it() {
    let node = Node::default().spawn().unwrap();
    let weak = node.actor().downgrade();
    node.stop().await.unwrap();
    assert_eq!(weak.upgrade(), None);
}

#[tokio::test(start_paused = true)]
async fn a_child_is_there_as_long_as_it_may_come_back() {
    let app = App {}.start().await.unwrap();
    let weak = app.node().actor().downgrade();
    let ended = app.node().actor().stopped();
    app.node().panic().unwrap();
    ended.await.unwrap();
    let node = weak.upgrade().unwrap();
    assert!(node.own().await.unwrap().is_none());
    assert_eq!(node.actor().generation(), 2);
    drop(node);

    let ended = app.node().actor().stopped();
    app.node().finish().unwrap();
    ended.await.unwrap();
    let node = weak.upgrade().unwrap();
    assert_eq!(node.actor().status(), Status::Down);
    app.supervisor().restart_child("node").await.unwrap();
    node.keep().await.unwrap();
    app.stop().await.unwrap();
    assert_eq!(weak.upgrade(), None);
}

#[tokio::test(start_paused = true)]
async fn a_tree_stops_with_its_last_strong_handle() {
    let app = App {}.start().await.unwrap();
    let weak = app.supervisor().downgrade();
    let node = app.node();
    assert_eq!(weak.upgrade(), Some(app.clone()));
    let ended = app.supervisor().stopped();
    drop(app);
    ended.await.unwrap();
    assert_eq!(weak.upgrade(), None);
    assert_eq!(node.actor().status(), Status::Gone);
}

#[tokio::test(start_paused = true)]
async fn weak_handles_compare_by_their_actor() {
    let (one, other) = (
        Node::default().spawn().unwrap(),
        Node::default().spawn().unwrap(),
    );
    let weak: HashSet<_> = [&one, &other, &one]
        .map(|node| node.actor().downgrade())
        .into();
    assert_eq!(weak.len(), 2);
    assert!(weak.contains(&one.actor().downgrade().clone()));
    assert_eq!(format!("{:?}", one.actor().downgrade()), "WeakRef(Node)");
}
