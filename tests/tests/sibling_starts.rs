//! Starts of children that ask a sibling which has died meanwhile.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use dormouse::prelude::*;
use tokio::time::Instant;

/// What the store has written, in all its incarnations.
#[derive(Default)]
struct Disk {
    rows: AtomicUsize,
}

#[actor]
struct Store {
    disk: Arc<Disk>,
}

#[actor]
impl Store {
    #[call]
    fn rows(&self) -> usize {
        self.disk.rows.load(Ordering::SeqCst)
    }

    #[cast]
    fn write(&mut self) {
        self.disk.rows.fetch_add(1, Ordering::SeqCst);
    }

    #[cast]
    fn crash(&mut self) {
        panic!("the disk is full");
    }
}

/// Lets all others come to where they wait.
async fn settle() {
    tokio::time::sleep(Duration::from_millis(1)).await;
}

/// Its start asks the store, which has died meanwhile, when it is told to.
#[actor]
struct Cache {
    rows: Option<usize>,
}

#[actor]
impl Cache {
    #[call]
    fn known(&self) -> Option<usize> {
        self.rows
    }

    #[cast]
    fn crash(&mut self) {
        panic!("a cold cache");
    }
}

impl Cache {
    async fn open(disk: &Disk, store: &StoreRef) -> Self {
        if disk.rows.load(Ordering::SeqCst) == 0 {
            return Self { rows: Some(0) };
        }
        store.crash().unwrap();
        settle().await;
        Self {
            rows: store.rows().await.ok(),
        }
    }
}

#[supervisor(intensity = 5)]
struct Shop {
    disk: Arc<Disk>,
    #[child(start = Store { disk: Arc::clone(disk) })]
    store: Store,
    #[child(start = Cache::open(disk, store).await)]
    cache: Cache,
}

#[tokio::test(start_paused = true)]
async fn a_start_that_asks_a_sibling_that_has_died_is_refused_at_once() {
    dormouse::install_panic_hook();
    let disk = Arc::new(Disk::default());
    let shop = Shop {
        disk: Arc::clone(&disk),
    };
    let shop = shop.start().await.unwrap();
    shop.store().write().unwrap();
    shop.store().rows().await.unwrap();
    let began = Instant::now();
    shop.cache().crash().unwrap();
    let cache = shop.cache();
    let known = tokio::time::timeout(Duration::from_secs(60), cache.known());
    assert_eq!(known.await.expect("a start that hangs").unwrap(), None);
    assert!(began.elapsed() < Duration::from_secs(1));
    // The store is started after it, and calls wait for that as ever.
    assert_eq!(shop.store().rows().await.unwrap(), 1);
    assert_eq!(shop.store().actor().generation(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_start_by_name_that_asks_a_sibling_that_has_died_is_refused_at_once() {
    dormouse::install_panic_hook();
    let disk = Arc::new(Disk::default());
    let shop = Shop {
        disk: Arc::clone(&disk),
    };
    let shop = shop.start().await.unwrap();
    shop.store().write().unwrap();
    shop.store().rows().await.unwrap();
    let door = shop.supervisor();
    door.terminate_child("cache").await.unwrap();
    let restart = tokio::time::timeout(Duration::from_secs(60), door.restart_child("cache"));
    restart.await.expect("a start that hangs").unwrap();
    assert_eq!(shop.cache().known().await.unwrap(), None);
    assert_eq!(shop.store().rows().await.unwrap(), 1);
}
