//! Many children from one declaration: their numbers, the way of a key, and how many there are.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use dormouse::prelude::*;
use dormouse::{AdminErrorKind, Counts, Shutdown, Status};

#[actor]
struct Store {
    path: String,
    index: usize,
}

#[actor]
impl Store {
    #[call]
    fn describe(&self) -> String {
        format!("{}/{}", self.path, self.index)
    }

    #[call]
    fn index(&self) -> usize {
        self.index
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

#[supervisor(partitions = 3)]
struct Three {
    path: String,
    #[child(start = |index| Store { path: path.clone(), index }, name = format!("store-{path}-{index}"))]
    store: Store,
}

#[supervisor(partitions = 8)]
struct Eight {
    #[child(start = |index| Store { path: String::new(), index })]
    store: Store,
}

fn three(path: &str) -> Three {
    dormouse::install_panic_hook();
    Three { path: path.into() }
}

async fn eight() -> EightRef {
    dormouse::install_panic_hook();
    Eight {}.start().await.unwrap()
}

async fn settle() {
    for _ in 0..20 {
        tokio::task::yield_now().await;
    }
}

fn counts(specs: usize, active: usize, supervisors: usize, workers: usize) -> [usize; 4] {
    [specs, active, supervisors, workers]
}

fn counted(counts: Counts) -> [usize; 4] {
    [
        counts.specs,
        counts.active,
        counts.supervisors,
        counts.workers,
    ]
}

#[actor]
#[derive(Default)]
struct Plain;

#[actor]
impl Plain {}

#[supervisor(partitions)]
struct PerCore {
    #[child]
    plain: Plain,
}

#[tokio::test(start_paused = true)]
async fn c227_without_a_number_there_is_one_partition_per_core() {
    let cores = std::thread::available_parallelism().unwrap().get();
    let stores = PerCore {}.start().await.unwrap();
    assert_eq!(stores.supervisor().partitions(), cores);
    assert_eq!(stores.all().len(), cores);
    let flags = stores.supervisor().flags();
    assert_eq!((flags.intensity, flags.period), (3, Duration::from_secs(5)));
}

#[tokio::test(start_paused = true)]
async fn c229_each_partition_is_started_with_its_number() {
    let stores = three("a").start().await.unwrap();
    for (key, index) in [(0, 0), (1, 1), (2, 2), (3, 0), (-1, 1)] {
        assert_eq!(stores.by_key(&key).index().await.unwrap(), index);
    }
    let last = stores.by_index(2).unwrap();
    assert_eq!(last.describe().await.unwrap(), "a/2");
    assert_eq!(last.actor().path(), "Three/store#2");
    assert_eq!(Store::whereis("store-a-2").unwrap(), last);
    assert!(stores.by_index(3).is_none());
}

#[tokio::test(start_paused = true)]
async fn c230_a_key_belongs_to_the_same_partition_while_their_number_stays() {
    let stores = eight().await;
    let mut met = HashSet::new();
    for key in 0..100 {
        let key = format!("user-{key}");
        let first = stores.by_key(&key);
        assert_eq!(first, stores.by_key(key.as_str()));
        met.insert(first.index().await.unwrap());
    }
    assert_eq!(met.len(), 8, "every partition has keys");
    // Also over a restart.
    let before = stores.by_key("ada");
    before.panic().unwrap();
    settle().await;
    assert_eq!(stores.by_key("ada"), before);
    assert_eq!(before.actor().generation(), 2);
}

#[tokio::test(start_paused = true)]
async fn c232_after_a_stop_names_are_free_and_no_partition_lives() {
    let stores = three("b").start().await.unwrap();
    let all = stores.all();
    stores.stop().await.unwrap();
    for (index, store) in all.iter().enumerate() {
        assert_eq!(store.actor().status(), Status::Gone);
        assert!(Store::whereis(&format!("store-b-{index}")).is_err());
    }
    let again = three("b").start().await.unwrap();
    assert_eq!(again.by_key(&1).describe().await.unwrap(), "b/1");
}

/// Resizes, and looks at everything.
async fn resized(stores: &EightRef, to: usize) {
    let door = stores.supervisor();
    let before = door.partitions();
    assert_eq!(door.resize(to).await.unwrap(), before);
    assert_eq!(door.partitions(), to);
    assert_eq!(counted(door.count_children()), counts(8, to, 0, 8));
    let mut met = HashSet::new();
    for key in 0..8 {
        match stores.by_key(&key).index().await {
            Ok(index) => drop(met.insert(index)),
            Err(error) => assert!(to == 0, "{key} of {to}: {error}"),
        }
    }
    assert_eq!(met, (0..to).collect());
    assert_eq!(stores.all().len(), to);
    assert_eq!(stores.by_index(to), None);
}

#[tokio::test(start_paused = true)]
async fn c234_the_number_of_partitions_can_be_changed() {
    let stores = eight().await;
    let down = (0..=8).rev();
    for to in down.chain(0..=8).chain([3, 7, 1, 0, 8, 2, 2, 5]) {
        resized(&stores, to).await;
    }
}

#[tokio::test(start_paused = true)]
async fn without_partitions_a_call_by_any_key_is_an_error_and_no_panic() {
    let stores = eight().await;
    stores.supervisor().resize(0).await.unwrap();
    let error = stores.by_key("ada").index().await.unwrap_err();
    assert!(matches!(error, CallError::NoProcess(_)), "{error}");
    assert!(error.to_string().contains("Eight/store#0"), "{error}");
    assert!(stores.all().is_empty());
}

#[tokio::test(start_paused = true)]
async fn c236_there_cannot_be_more_partitions_than_are_declared() {
    let stores = eight().await;
    let error = stores.supervisor().resize(9).await.unwrap_err();
    assert!(matches!(
        error.kind(),
        AdminErrorKind::TooManyPartitions { asked: 9, most: 8 }
    ));
    assert_eq!(
        error.to_string(),
        "`Eight` can have from 0 to 8 partitions, as many as are declared, and not 9"
    );
    assert_eq!(stores.supervisor().partitions(), 8);
}

#[supervisor]
struct Shelf {
    index: usize,
    #[child(start = Store { path: "shelf".into(), index: *index })]
    store: Store,
}

#[supervisor(partitions = 4)]
struct Shelves {
    #[child(start = |index: usize| -> Shelf { Shelf { index } })]
    shelf: Shelf,
}

#[supervisor]
struct App {
    #[child]
    shelves: Shelves,
}

#[tokio::test(start_paused = true)]
async fn c237_partitions_of_supervisors_are_listed_and_counted() {
    let app = App {}.start().await.unwrap();
    let shelves = app.shelves();
    let door = shelves.supervisor();
    let mut children = door.which_children();
    children.reverse();
    let ids: Vec<_> = children.iter().map(|child| child.id().unwrap()).collect();
    assert_eq!(ids, ["shelf#0", "shelf#1", "shelf#2", "shelf#3"]);
    for (child, shelf) in children.iter().zip(shelves.all()) {
        assert_eq!(child.handle().downcast::<ShelfRef>(), Ok(shelf));
    }
    assert_eq!(counted(door.count_children()), counts(4, 4, 4, 0));
    assert_eq!(shelves.by_key(&7).store().index().await.unwrap(), 3);
    let found = app
        .supervisor()
        .find("App/shelves/shelf#3/store")
        .and_then(|found| found.downcast::<StoreRef>().ok());
    assert_eq!(found, Some(shelves.by_index(3).unwrap().store()));
    let tree = app.tree().to_string();
    assert!(tree.contains("shelf#2"), "{tree}");
    let spec = door.get_childspec();
    assert!(spec.is_supervisor && spec.shutdown == Shutdown::Infinity);
}

#[tokio::test(start_paused = true)]
async fn a_partition_that_fails_is_restarted_alone_and_with_its_number() {
    let stores = eight().await;
    stores.by_index(5).unwrap().panic().unwrap();
    settle().await;
    let generations: Vec<_> = stores
        .all()
        .iter()
        .map(|store| store.actor().generation())
        .collect();
    assert_eq!(generations, [1, 1, 1, 1, 1, 2, 1, 1]);
    assert_eq!(stores.by_index(5).unwrap().index().await.unwrap(), 5);
}

#[supervisor(partitions = 4, strategy = one_for_all)]
struct Together {
    #[child(start = |index| Store { path: String::new(), index }, restart = transient)]
    store: Store,
}

#[tokio::test(start_paused = true)]
async fn a_group_restart_starts_no_partition_that_is_not_wanted() {
    dormouse::install_panic_hook();
    let stores = Together {}.start().await.unwrap();
    stores.supervisor().resize(2).await.unwrap();
    stores.by_index(0).unwrap().panic().unwrap();
    settle().await;
    assert_eq!(stores.by_index(1).unwrap().actor().generation(), 2);
    assert_eq!(
        counted(stores.supervisor().count_children()),
        counts(4, 2, 0, 4)
    );
    // Those that were left out can be added as before.
    assert_eq!(stores.supervisor().resize(4).await.unwrap(), 2);
    assert_eq!(stores.by_key(&3).index().await.unwrap(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_supervisor_that_starts_anew_has_all_its_partitions() {
    #[supervisor(intensity = 2)]
    struct Above {
        #[child]
        stores: Eight,
    }
    dormouse::install_panic_hook();
    let above = Above {}.start().await.unwrap();
    let stores = above.stores();
    stores.supervisor().resize(3).await.unwrap();
    for _ in 0..4 {
        stores.by_index(0).unwrap().panic().unwrap();
        settle().await;
    }
    assert_eq!(stores.supervisor().generation(), 2);
    assert_eq!(stores.supervisor().partitions(), 8);
    assert_eq!(stores.by_key(&7).index().await.unwrap(), 7);
}

#[supervisor(partitions = 4)]
struct Picky {
    refuses: Arc<AtomicU32>,
    #[child(start = |index| {
        if index as u32 == refuses.load(Ordering::SeqCst) {
            return Err("no room");
        }
        Ok(Store { path: String::new(), index })
    })]
    store: Store,
}

#[tokio::test(start_paused = true)]
async fn a_partition_that_does_not_start_ends_the_growth_there() {
    let refuses = Arc::new(AtomicU32::new(9));
    let stores = Picky {
        refuses: Arc::clone(&refuses),
    }
    .start()
    .await
    .unwrap();
    stores.supervisor().resize(1).await.unwrap();
    refuses.store(2, Ordering::SeqCst);
    let error = stores.supervisor().resize(4).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "`Picky/store#2` did not start: failed: no room"
    );
    assert_eq!(stores.supervisor().partitions(), 2);
    refuses.store(9, Ordering::SeqCst);
    assert_eq!(stores.supervisor().resize(4).await.unwrap(), 2);
    assert_eq!(stores.by_key(&3).index().await.unwrap(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_resize_that_nobody_waits_for_is_done_all_the_same() {
    let stores = eight().await;
    let door = stores.supervisor();
    {
        let resize = std::pin::pin!(door.resize(2));
        let first = poll_once(resize).await;
        assert!(first.is_none(), "it takes more than a poll");
    }
    settle().await;
    assert_eq!(door.partitions(), 2);
    assert_eq!(counted(door.count_children()), counts(8, 2, 0, 8));
    // Two at once take turns.
    let (down, up) = tokio::join!(door.resize(1), door.resize(8));
    assert_eq!((down.unwrap(), up.unwrap()), (2, 1));
    assert_eq!(counted(door.count_children()), counts(8, 8, 0, 8));
}

/// Polls once.
async fn poll_once<F: Future>(mut future: std::pin::Pin<&mut F>) -> Option<F::Output> {
    std::future::poll_fn(|context| {
        std::task::Poll::Ready(match future.as_mut().poll(context) {
            std::task::Poll::Ready(output) => Some(output),
            std::task::Poll::Pending => None,
        })
    })
    .await
}

#[tokio::test(start_paused = true)]
async fn a_supervisor_that_has_ended_cannot_be_resized() {
    let stores = eight().await;
    stores.stop().await.unwrap();
    let error = stores.supervisor().resize(2).await.unwrap_err();
    assert!(matches!(error.kind(), AdminErrorKind::NoProcess(_)));
}

#[tokio::test(start_paused = true)]
async fn a_transient_partition_that_finished_is_started_by_a_resize() {
    dormouse::install_panic_hook();
    let stores = Together {}.start().await.unwrap();
    let last = stores.by_index(3).unwrap();
    last.finish().unwrap();
    settle().await;
    assert_eq!(last.actor().status(), Status::Down);
    stores.supervisor().resize(3).await.unwrap();
    stores.supervisor().resize(4).await.unwrap();
    assert_eq!(last.index().await.unwrap(), 3);
}

const MANY: usize = 2;

#[supervisor(partitions = MANY)]
struct Generic<T: Clone + Send + Sync + 'static> {
    value: T,
    #[child(start = |_| Holder { value: value.clone() })]
    holder: Holder<T>,
}

#[actor]
struct Holder<T: Clone + Send + Sync + 'static> {
    value: T,
}

#[actor]
impl<T: Clone + Send + Sync + 'static> Holder<T> {
    #[call]
    fn value(&self) -> T {
        self.value.clone()
    }
}

#[tokio::test(start_paused = true)]
async fn partitions_may_be_generic_and_counted_by_a_constant() {
    let holders = Generic { value: 7_u8 }.start().await.unwrap();
    assert_eq!(holders.supervisor().partitions(), MANY);
    assert_eq!(holders.by_key("any").value().await.unwrap(), 7);
}

#[supervisor(partitions = 2)]
struct Slow {
    #[child(start = |shard| { tokio::time::sleep(Duration::from_secs(1)).await; Store { path: String::new(), index: shard } })]
    shard: Store,
}

#[tokio::test(start_paused = true)]
async fn a_start_that_awaits_has_its_number_under_any_name() {
    let slow = Slow {}.start().await.unwrap();
    assert_eq!(slow.by_key(&1).index().await.unwrap(), 1);
}
