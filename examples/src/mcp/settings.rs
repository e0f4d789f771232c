//! What whoever runs the server may say about its actors.

use std::time::Duration;

use dormouse::Outcome;

/// What the actors are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// How long a client over HTTP may be silent.
    pub patience: Duration,
    /// How long the store remembers what nobody asks for.
    pub keep: Duration,
    /// After how long without a message a TCP connection sleeps.
    pub tcp_idle: Duration,
    /// After how long without a message the connection over stdio stays asleep whatever else it does.
    pub stdio_idle: Duration,
    /// What a connection does after a message that the server does not know.
    pub on_unknown: OnUnknown,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            patience: Duration::from_secs(30 * 60),
            keep: Duration::from_secs(24 * 60 * 60),
            tcp_idle: Duration::from_secs(30),
            stdio_idle: Duration::from_secs(5 * 60),
            on_unknown: OnUnknown::Hibernate,
        }
    }
}

/// What a connection does after a message that the server does not know: a request is answered with an error,
/// a notification is not, an info is told, and then it is this that decides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnUnknown {
    /// It sleeps: who sends such things has nothing to say.
    #[default]
    Hibernate,
    /// It stays as awake as after any other message.
    StayAwake,
}

impl OnUnknown {
    /// What the handler returns.
    pub fn outcome<T>(self, reply: T) -> Outcome<T> {
        let outcome = Outcome::reply(reply);
        match self {
            Self::Hibernate => outcome.hibernate(),
            Self::StayAwake => outcome,
        }
    }
}
