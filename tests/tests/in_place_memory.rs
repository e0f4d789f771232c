//! What a handler keeps that hibernates: its frame, and no task.

use std::time::Duration;

use dormouse::prelude::*;
use dormouse::test_util::settle;
use dormouse::{Actor, ActorDoor, Status};
use tokio::runtime::Handle;

#[actor]
struct Small(Vec<u8>);

#[actor]
impl Small {
    #[cast]
    async fn wait(&mut self, context: &Context<Self>) {
        context.hibernate(self).await;
    }
}

#[tokio::test(start_paused = true)]
async fn no_task_stays_behind() {
    let small = Small(Vec::new()).spawn().unwrap();
    settle().await;
    let before = Handle::current().metrics().num_alive_tasks();
    small.wait().unwrap();
    settle().await;
    tokio::time::sleep(Duration::from_secs(3600)).await;
    assert_eq!(small.actor().status(), Status::Hibernated);
    assert_eq!(Handle::current().metrics().num_alive_tasks(), before);
    small.stop().await.unwrap();
}

/// What a handler that hibernates costs beside the cell.
fn beyond<A: Actor>(door: &ActorDoor<'_, A>) -> usize {
    let memory = door.memory();
    assert_eq!(door.status(), Status::Hibernated, "asking does not wake");
    assert_eq!(memory.state().expect("known").capacity(), 0);
    memory.bytes() - memory.cell()
}

#[tokio::test(start_paused = true)]
async fn a_handler_that_hibernates_costs_little_beside_its_locals() {
    let small = Small(Vec::with_capacity(10_000)).spawn().unwrap();
    small.wait().unwrap();
    settle().await;
    let bytes = beyond(&small.actor());
    assert!(bytes <= 512, "{bytes} B beyond the cell");
    small.stop().await.unwrap();

    const LARGE: usize = 1_000;

    #[actor]
    struct Large(Vec<u8>);

    #[actor]
    impl Large {
        #[cast]
        async fn wait(&mut self, context: &Context<Self>) {
            let local = [self.0.len() as u8; LARGE];
            context.hibernate(self).await;
            self.0.push(local[LARGE / 2]);
        }
    }

    let large = Large(Vec::with_capacity(10_000)).spawn().unwrap();
    large.wait().unwrap();
    settle().await;
    let bytes = beyond(&large.actor());
    assert!(
        bytes > LARGE && bytes <= LARGE + 512,
        "{bytes} B beyond the cell"
    );
}

const PAGE: usize = 4_096;

#[actor]
struct Mixed(Vec<u8>);

#[actor]
impl Mixed {
    #[cast]
    async fn wait(&mut self, context: &Context<Self>) {
        context.hibernate(self).await;
    }

    /// Has a large local where it awaits.
    #[call]
    async fn digest(&mut self) -> usize {
        let page = [self.0.len() as u8; PAGE];
        tokio::task::yield_now().await;
        page.iter().map(|byte| usize::from(*byte)).sum()
    }
}

#[actor]
struct Boxed(Vec<u8>);

#[actor]
impl Boxed {
    #[cast]
    async fn wait(&mut self, context: &Context<Self>) {
        context.hibernate(self).await;
    }

    /// The same with what is large in a block of its own, and only while it runs.
    #[call]
    async fn digest(&mut self) -> usize {
        Box::pin(async {
            let page = [self.0.len() as u8; PAGE];
            tokio::task::yield_now().await;
            page.iter().map(|byte| usize::from(*byte)).sum()
        })
        .await
    }
}

#[tokio::test(start_paused = true)]
async fn a_frame_is_that_of_the_largest_handler_unless_it_is_boxed() {
    let mixed = Mixed(Vec::new()).spawn().unwrap();
    mixed.digest().await.unwrap();
    mixed.wait().unwrap();
    settle().await;
    let bytes = beyond(&mixed.actor());
    assert!(
        bytes > PAGE && bytes <= PAGE + 512,
        "{bytes} B beyond the cell"
    );

    let boxed = Boxed(Vec::new()).spawn().unwrap();
    boxed.digest().await.unwrap();
    boxed.wait().unwrap();
    settle().await;
    let bytes = beyond(&boxed.actor());
    assert!(bytes <= 512, "{bytes} B beyond the cell");
}
