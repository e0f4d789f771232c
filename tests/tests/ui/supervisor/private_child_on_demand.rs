//! The template of a public supervisor is of a private type, and so is what `start_child` takes.

use dormouse::prelude::*;

mod inner {
    use dormouse::prelude::*;

    #[actor]
    pub(crate) struct Job {
        pub(crate) order: super::Order,
    }

    #[actor]
    impl Job {
        #[call]
        pub(crate) fn number(&self) -> u32 {
            self.order.number
        }
    }
}

struct Order {
    number: u32,
}

#[supervisor(strategy = simple_one_for_one)]
pub struct Jobs {
    #[child(start = |order: Order| inner::Job { order }, restart = temporary)]
    job: inner::Job,
}

fn main() {}
