//! Who works in the shop.

use dormouse::prelude::*;

/// What there is, and how much of it.
#[actor(hibernate_after = "30s", mailbox = 1_000, overflow = drop_oldest)]
#[derive(Debug, Default)]
pub struct Shelf {
    things: Vec<String>,
}

/// Why a thing is not sold.
#[derive(Debug)]
pub struct SoldOut;

#[actor]
impl Shelf {
    /// Puts one more there.
    #[cast]
    pub fn put(&mut self, thing: String) {
        self.things.push(thing);
    }

    /// Takes one.
    ///
    /// # Errors
    ///
    /// When there is none.
    #[call]
    pub fn take(&mut self, thing: String) -> Result<Hibernate<usize>, SoldOut> {
        let place = self.things.iter().position(|other| *other == thing);
        self.things.remove(place.ok_or(SoldOut)?);
        Ok(Hibernate(self.things.len()))
    }

    /// What there is.
    #[call(priority)]
    pub fn look(&self) -> Vec<String> {
        self.things.clone()
    }
}

/// Takes money.
#[actor]
#[derive(Debug, Default)]
pub struct Till {
    money: u64,
}

#[actor]
impl Till {
    /// Takes some.
    #[call]
    pub fn pay(&mut self, money: u64) -> Outcome<u64> {
        self.money += money;
        Outcome::reply(self.money)
    }
}

/// Books.
pub mod ledgers {
    use dormouse::prelude::*;
    use std::fmt::Debug;

    /// What was sold.
    #[actor(hibernate = always)]
    #[derive(Debug, Default)]
    pub struct Ledger<T: Clone + Debug + Send + Sync + 'static> {
        lines: Vec<T>,
    }

    #[actor]
    impl<T: Clone + Debug + Send + Sync + 'static> Ledger<T> {
        /// Writes a line.
        #[cast]
        pub fn write(&mut self, line: T) -> Hibernate {
            self.lines.push(line);
            Hibernate(())
        }
    }
}
