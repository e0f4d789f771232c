//! The counter.

use anyhow::Context as _;
use dormouse::prelude::*;

use crate::mcp::session::SessionId;
use crate::mcp::store::StoreRef;

/// The counter: keeps a number for each session.
///
/// The numbers are in the store, so none is lost when the counter is restarted. It sleeps when one is counted.
#[actor(hibernate = always)]
#[derive(Debug)]
pub struct Counter {
    store: StoreRef,
}

impl Counter {
    /// A counter over what `store` keeps.
    pub fn new(store: StoreRef) -> Self {
        Self { store }
    }
}

#[actor]
impl Counter {
    /// Adds to the number of a session, and answers with the new one.
    #[call]
    pub async fn add(&mut self, session: SessionId, by: i64) -> Hibernate<anyhow::Result<i64>> {
        Hibernate(self.count(session, by).await)
    }

    async fn count(&mut self, session: SessionId, by: i64) -> anyhow::Result<i64> {
        let count = self.store.count(session).await?;
        let count = count
            .checked_add(by)
            .context("the counter would overflow")?;
        self.store.save_count(session, count).await?;
        Ok(count)
    }
}
