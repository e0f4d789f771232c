//! Freed pages are given back when enough actors have fallen asleep, and no oftener than allowed.

use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use dormouse::prelude::*;

static RELEASES: AtomicU32 = AtomicU32::new(0);

#[actor]
struct Sleeper {
    text: String,
}

#[actor]
impl Sleeper {
    #[call]
    fn fill(&mut self, capacity: usize) -> Hibernate<usize> {
        self.text = String::with_capacity(capacity);
        Hibernate(capacity)
    }
}

/// Waits in real time, since the release runs on another thread; the paused clock stands still.
fn releases_become(count: u32) -> bool {
    let deadline = Instant::now() + Duration::from_secs(20);
    while RELEASES.load(Ordering::SeqCst) < count && Instant::now() < deadline {
        thread::sleep(Duration::from_millis(1));
    }
    RELEASES.load(Ordering::SeqCst) == count
}

#[tokio::test(start_paused = true)]
async fn sleepers_give_their_pages_back() -> Result<(), BoxedError> {
    dormouse::set_reclaimer(|| {
        RELEASES.fetch_add(1, Ordering::SeqCst);
        assert_ne!(
            RELEASES.load(Ordering::SeqCst),
            2,
            "a panic in it harms nobody"
        );
    });
    let sleeper = Sleeper {
        text: String::new(),
    }
    .spawn()?;

    // 5 MB at once are enough.
    sleeper.fill(5_000_000).await?;
    assert!(releases_become(1));

    // The next must wait for the interval of 5 seconds.
    sleeper.fill(5_000_000).await?;
    tokio::time::sleep(Duration::from_secs(4)).await;
    assert_eq!(RELEASES.load(Ordering::SeqCst), 1);
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert!(releases_become(2));

    // Less has more patience: 10 seconds.
    for _ in 0..40 {
        sleeper.fill(0).await?;
    }
    tokio::time::sleep(Duration::from_secs(9)).await;
    assert_eq!(RELEASES.load(Ordering::SeqCst), 2);
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert!(releases_become(3));

    // And a single one is not worth it.
    sleeper.fill(1_000).await?;
    tokio::time::sleep(Duration::from_secs(600)).await;
    assert!(releases_become(3));
    Ok(())
}

type BoxedError = Box<dyn std::error::Error>;
