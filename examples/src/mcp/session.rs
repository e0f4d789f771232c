//! A session: what the server knows of one client.

use std::fmt;
use std::str::FromStr;

use dormouse::Compact;
use dormouse::prelude::*;
use schemars::JsonSchema;
use serde::Serialize;
use uuid::Uuid;

use super::store::StoreRef;

/// One client's session. A client that is silent for a while finds it as it was.
///
/// It sleeps by itself, and at once when its client has to think; `DORMOUSE_HIBERNATE_AFTER` says of all actors when else.
#[actor(hibernate_after = "30s")]
#[derive(Debug)]
pub struct Session {
    id: SessionId,
    client: Option<Client>,
    calls: u64,
    prompts: u64,
    store: StoreRef,
}

impl Session {
    /// Opens a session, or opens it again after a crash, with what the store remembers of it.
    ///
    /// # Errors
    ///
    /// Fails when the store does not answer.
    pub async fn open(id: SessionId, store: StoreRef) -> anyhow::Result<Self> {
        let client = store.client(id).await?;
        Ok(Self {
            id,
            client,
            calls: 0,
            prompts: 0,
            store,
        })
    }
}

#[actor]
impl Session {
    /// The client introduces itself.
    #[call]
    pub async fn greet(&mut self, client: Client) -> anyhow::Result<()> {
        self.store.save_client(self.id, client.clone()).await?;
        self.client = Some(client);
        Ok(())
    }

    /// The client calls a tool; answers with the name that the tools know the session by.
    #[call]
    pub fn called(&mut self) -> SessionId {
        self.calls += 1;
        self.id
    }

    /// The user begins with a prompt, and looks at it now: the session sleeps at once.
    #[call]
    pub fn prompted(&mut self, expression: String) -> Hibernate<String> {
        self.prompts += 1;
        Hibernate(format!(
            "Work out {expression} with the tool `calculate`, and explain the steps."
        ))
    }

    /// What is known of the client.
    #[call]
    pub fn about(&self) -> About {
        About {
            client: self.client.clone(),
            calls: self.calls,
            prompts: self.prompts,
        }
    }

    /// A session that has ended is forgotten; one that has crashed comes back.
    #[stop]
    async fn ended(&mut self, reason: &ExitReason) -> anyhow::Result<()> {
        if reason.is_clean() {
            self.store.forget(self.id).await?;
        }
        Ok(())
    }
}

/// What a session knows of its client.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct About {
    /// Who it is, when it has said so.
    pub client: Option<Client>,
    /// How many tools it has called.
    pub calls: u64,
    /// How many prompts it has asked for.
    pub prompts: u64,
}

/// What a client says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Compact, Serialize, JsonSchema)]
pub struct Client {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
}

impl Client {
    /// A client that says so; of long words, the beginning is kept.
    #[must_use]
    pub fn new(name: &str, version: &str) -> Self {
        let short = |text: &str| text.chars().take(100).collect();
        Self {
            name: short(name),
            version: short(version),
        }
    }
}

/// The name of a session, which nobody but its client can guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Compact)]
pub struct SessionId(u128);

impl SessionId {
    /// A new one.
    #[must_use]
    pub fn random() -> Self {
        Self(Uuid::new_v4().as_u128())
    }
}

impl fmt::Display for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Uuid::from_u128(self.0).fmt(f)
    }
}

impl FromStr for SessionId {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(Uuid::parse_str(text)?.as_u128()))
    }
}
