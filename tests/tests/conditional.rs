//! Handlers under a `cfg`, of which none may be left.

use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Silent {
    turns: u32,
}

#[actor]
impl Silent {
    #[cfg(any())]
    #[call]
    fn turns(&self) -> u32 {
        self.turns
    }

    #[cfg(any())]
    #[cast]
    async fn clear(&mut self) {
        self.turns = 0;
    }
}

#[actor]
#[derive(Default)]
struct Half {
    turns: u32,
}

#[actor]
impl Half {
    #[cfg(any())]
    #[call]
    fn turns(&self) -> u32 {
        0
    }

    #[cfg(not(any()))]
    #[call]
    fn turns(&self) -> u32 {
        self.turns
    }

    #[cfg(any())]
    #[call]
    async fn later(&mut self) -> u32 {
        self.turns
    }
}

#[tokio::test]
async fn all_handlers_may_be_left_out() {
    let silent = Silent { turns: 1 }.spawn().unwrap();
    assert_eq!(silent.actor().status(), dormouse::Status::Idle);
    silent.stop().await.unwrap();
    let half = Half { turns: 1 }.spawn().unwrap();
    assert_eq!(half.turns().await.unwrap(), 1);
    half.stop().await.unwrap();
}
