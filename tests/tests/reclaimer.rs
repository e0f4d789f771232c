//! A program that gives pages back in its own way has an allocator of its own, which nothing is moved for.

use std::time::Duration;

use dormouse::prelude::*;
use tokio::time::sleep;

#[actor]
#[derive(Default)]
struct Session {
    text: String,
    work: Scratch<Vec<u8>>,
}

#[actor]
impl Session {
    #[call]
    fn work(&mut self) -> Hibernate<usize> {
        if self.text.is_empty() {
            "dormouse".clone_into(&mut self.text);
        }
        self.work.resize(48 * 1024, 1);
        Hibernate(self.text.as_ptr().addr())
    }
}

#[tokio::test(start_paused = true)]
async fn nothing_is_moved_where_the_program_reclaims_pages_itself() {
    dormouse::set_reclaimer(|| {});
    let session = Session::default().spawn().unwrap();
    let before = session.work().await.unwrap();
    sleep(Duration::from_secs(30)).await;
    assert_eq!(session.work().await.unwrap(), before);
}
