//! Who has a session over HTTP.

use std::collections::HashMap;
use std::time::Duration;

use dormouse::Compact;
use dormouse::prelude::*;
use tokio::time::Instant;

use super::handshake::ClientSide;
use crate::mcp::session::{SessionId, SessionRef};

/// The open sessions, by the names that their clients know.
///
/// It is busy as long as any client is, and sleeps by itself when none has been for 30 seconds.
#[actor(hibernate_after = "30s")]
#[derive(Debug)]
pub struct Clients {
    /// Sessions outlive a crash of this actor, and so must their names.
    #[actor(keep)]
    open: HashMap<SessionId, Open>,
    patience: Duration,
    /// Whether there was a request since the last look.
    is_busy: bool,
}

/// An open session.
#[derive(Debug, Compact)]
struct Open {
    session: SessionRef,
    #[compact(skip)]
    last_request: Instant,
    #[compact(skip)]
    handshake: Option<ClientSide>,
}

impl Clients {
    /// Ends the sessions of clients that are silent for longer than `patience`.
    #[must_use]
    pub fn new(patience: Duration) -> Self {
        Self {
            open: HashMap::new(),
            patience,
            is_busy: false,
        }
    }

    /// The entry of a session that there is a request for.
    fn asked(&mut self, id: SessionId) -> Option<&mut Open> {
        self.is_busy = true;
        let entry = self.open.get_mut(&id)?;
        entry.last_request = Instant::now();
        Some(entry)
    }
}

/// Time to look for clients that have vanished.
#[derive(Clone, Copy, Debug)]
pub struct Look;

#[actor]
impl Clients {
    #[start]
    fn begin(&mut self, context: &Context<Self>) {
        let period = (self.patience / 4).max(Duration::from_millis(10));
        context.send_interval(period, Look);
    }

    /// Remembers a session whose client is about to introduce itself.
    #[call]
    pub fn open(&mut self, id: SessionId, session: SessionRef, handshake: ClientSide) {
        let entry = Open {
            session,
            last_request: Instant::now(),
            handshake: Some(handshake),
        };
        self.open.insert(id, entry);
    }

    /// The session of that name.
    #[call]
    pub fn find(&mut self, id: SessionId) -> Option<SessionRef> {
        self.asked(id).map(|entry| entry.session.clone())
    }

    /// The session of that name, whose client introduces itself now, for the first time.
    #[call]
    pub fn introduce(&mut self, id: SessionId) -> Option<(SessionRef, ClientSide)> {
        let entry = self.asked(id)?;
        Some((entry.session.clone(), entry.handshake.take()?))
    }

    /// Forgets a session, which is about to end.
    #[call]
    pub fn close(&mut self, id: SessionId) -> Option<SessionRef> {
        self.open.remove(&id).map(|entry| entry.session)
    }

    /// Ends the sessions of clients that have vanished; and sleeps on, if nobody was here.
    #[info]
    fn look(&mut self, _: Look) -> Outcome {
        let patience = self.patience;
        let is_silent = |entry: &Open| entry.last_request.elapsed() > patience;
        for (_, entry) in self.open.extract_if(|_, entry| is_silent(entry)) {
            // Asked for, and not waited for: it may have ended already.
            drop(entry.session.stop());
        }
        let was_busy = std::mem::take(&mut self.is_busy);
        if was_busy {
            Outcome::awake()
        } else {
            Outcome::awake().hibernate()
        }
    }
}
