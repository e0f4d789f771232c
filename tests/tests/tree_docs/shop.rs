//! A shop: a tree of several levels in several modules, with one of everything that its docs show.

pub mod library;
pub mod workers;

use dormouse::Child;
use dormouse::prelude::*;
use std::fmt::Debug;
use std::marker::PhantomData;

use self::workers::Till as CashDesk;
use self::workers::*;

/// Sells. It is the root of the tree.
#[supervisor(strategy = rest_for_one, intensity = 5, period = "1m")]
#[derive(Debug)]
pub struct Shop {
    /// Where it is.
    pub street: String,
    /// What there is.
    #[child(start = Shelf::default())]
    shelf: Shelf,
    #[child(restart = transient)]
    till: CashDesk,
    #[child]
    back_office: office::BackOffice,
    #[child]
    tills: Tills,
    #[child(restart = temporary)]
    spare: CashDesk,
    #[child]
    helpers: Helpers,
    #[child]
    clock: Clock,
    #[child]
    secret: Secret,
    #[child(start = Line { of: PhantomData })]
    line: Line<Till, 3>,
    #[child(start = Line { of: PhantomData })]
    lines: Line<Line<Till, 2>, 1>,
}

/// Some of a kind.
#[supervisor]
#[derive(Debug)]
pub struct Line<C: Child + Default + Send + Sync + Debug + 'static, const N: usize> {
    /// Of what kind.
    pub of: PhantomData<fn() -> C>,
    #[child]
    first: C,
    #[child(restart = transient)]
    ledger: workers::ledgers::Ledger<Option<u64>>,
}

impl<C: Child + Default + Send + Sync + Debug + 'static, const N: usize> Default for Line<C, N> {
    fn default() -> Self {
        Self { of: PhantomData }
    }
}

/// One for each customer.
#[supervisor(strategy = simple_one_for_one, max_children = 10)]
#[derive(Debug)]
pub struct Tills {
    #[child(start = |_customer: u32| Till::default(), restart = temporary)]
    till: Till,
}

/// Whoever comes.
#[supervisor(dynamic, hibernate_after = "1500ms")]
#[derive(Debug)]
pub struct Helpers {}

/// Two kinds of paper.
pub mod office {
    use super::*;

    /// Behind the shop.
    #[supervisor(strategy = one_for_all, auto_hibernation = false)]
    #[derive(Debug)]
    pub struct BackOffice {
        #[child]
        archive: Archive,
        #[child]
        ledger: super::workers::ledgers::Ledger<u64>,
    }

    /// Paper, in four rooms.
    #[supervisor(partitions = 4)]
    #[derive(Debug)]
    pub struct Archive {
        #[child]
        room: Room,
    }

    /// One for each clerk.
    #[supervisor(partitions, auto_hibernation = "2m")]
    #[derive(Debug)]
    pub struct Clerks {
        #[child]
        room: Room,
    }

    /// Paper.
    #[actor]
    #[derive(Debug, Default)]
    pub struct Room {}

    #[actor]
    impl Room {}
}

/// Nobody sees it.
#[actor]
#[derive(Debug, Default)]
struct Secret {}

#[actor]
impl Secret {
    #[call]
    async fn rest(&mut self, context: Context<Self>) {
        context.hibernate(self).await;
    }
}

/// Strikes.
#[actor]
#[derive(Debug, Default)]
pub struct Clock {
    struck: u32,
}

#[actor]
impl Clock {
    #[every("1h")]
    fn hour(&mut self) {
        self.struck += 1;
    }

    #[every("90s")]
    fn chime(&mut self) {}

    #[cfg(any())]
    #[every("1ms")]
    fn never(&mut self) -> Hibernate {
        Hibernate(())
    }
}
