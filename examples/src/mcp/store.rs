//! What is remembered of the sessions.

use std::collections::HashMap;

use dormouse::Compact;
use dormouse::prelude::*;

use super::session::{Client, SessionId};

/// What must not be lost when an actor is restarted.
///
/// It is asked rarely, and so it sleeps after each answer.
#[actor(hibernate = always)]
#[derive(Debug, Default)]
pub struct Store {
    records: HashMap<SessionId, Record>,
}

/// What is remembered of one session.
#[derive(Clone, Debug, Default, Compact)]
struct Record {
    client: Option<Client>,
    count: i64,
}

#[actor]
impl Store {
    /// Who the client of a session is.
    #[call]
    pub fn client(&self, session: SessionId) -> Hibernate<Option<Client>> {
        Hibernate(
            self.records
                .get(&session)
                .and_then(|record| record.client.clone()),
        )
    }

    /// Remembers who the client of a session is.
    #[call]
    pub fn save_client(&mut self, session: SessionId, client: Client) -> Hibernate {
        self.records.entry(session).or_default().client = Some(client);
        Hibernate(())
    }

    /// The number that the counter keeps for a session.
    #[call]
    pub fn count(&self, session: SessionId) -> Hibernate<i64> {
        Hibernate(self.records.get(&session).map_or(0, |record| record.count))
    }

    /// Remembers the number of a session.
    #[call]
    pub fn save_count(&mut self, session: SessionId, count: i64) -> Hibernate {
        self.records.entry(session).or_default().count = count;
        Hibernate(())
    }

    /// Forgets a session that has ended.
    #[call]
    pub fn forget(&mut self, session: SessionId) -> Hibernate {
        self.records.remove(&session);
        Hibernate(())
    }
}
