//! What is remembered of the sessions.

use std::collections::HashMap;
use std::time::Duration;

use dormouse::Compact;
use dormouse::prelude::*;
use tokio::time::Instant;

use super::session::{Client, SessionId};

/// What must not be lost when an actor is restarted.
///
/// It is asked rarely, and so it sleeps after each answer, and after each cleaning.
#[actor(hibernate = always)]
#[derive(Debug)]
pub struct Store {
    records: HashMap<SessionId, Record>,
    keep: Duration,
}

/// What is remembered of one session.
#[derive(Clone, Debug, Compact)]
struct Record {
    client: Option<Client>,
    count: i64,
    last_used: Instant,
}

impl Store {
    /// A store that forgets what nobody has asked for in that time.
    #[must_use]
    pub fn new(keep: Duration) -> Self {
        Self {
            records: HashMap::new(),
            keep,
        }
    }

    /// What is remembered of a session.
    fn record(&mut self, session: SessionId) -> Option<&Record> {
        let record = self.records.get_mut(&session)?;
        record.last_used = Instant::now();
        Some(record)
    }

    /// The same, to change it.
    fn change(&mut self, session: SessionId) -> &mut Record {
        let last_used = Instant::now();
        let record = self.records.entry(session).or_insert(Record {
            client: None,
            count: 0,
            last_used,
        });
        record.last_used = last_used;
        record
    }
}

#[actor]
impl Store {
    /// Who the client of a session is.
    #[call]
    pub fn client(&mut self, session: SessionId) -> Hibernate<Option<Client>> {
        let record = self.record(session);
        Hibernate(record.and_then(|record| record.client.clone()))
    }

    /// Remembers who the client of a session is.
    #[call]
    pub fn save_client(&mut self, session: SessionId, client: Client) -> Hibernate {
        self.change(session).client = Some(client);
        Hibernate(())
    }

    /// The number that the counter keeps for a session.
    #[call]
    pub fn count(&mut self, session: SessionId) -> Hibernate<i64> {
        Hibernate(self.record(session).map_or(0, |record| record.count))
    }

    /// Remembers the number of a session.
    #[call]
    pub fn save_count(&mut self, session: SessionId, count: i64) -> Hibernate {
        self.change(session).count = count;
        Hibernate(())
    }

    /// Forgets a session that has ended.
    #[call]
    pub fn forget(&mut self, session: SessionId) -> Hibernate {
        self.records.remove(&session);
        Hibernate(())
    }

    /// Forgets what nobody has asked for in a long time.
    #[every("60s")]
    fn clean(&mut self) -> Hibernate {
        let keep = self.keep;
        self.records
            .retain(|_, record| record.last_used.elapsed() < keep);
        Hibernate(())
    }
}
