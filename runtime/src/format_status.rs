//! How an actor is shown, in its own words.

use crate::exit::{ExitReason, Told};

/// What is shown of an actor: in the event of its failure, and to whoever asks for its status.
///
/// Of a state nothing is shown unless the actor says what, in a method with
/// [`#[format_status]`](macro@crate::format_status): so nothing secret gets into a log, and a state need not
/// be `Debug` (Erlang/OTP, `gen_server:format_status/1`, which redacts what is shown in full without it).
///
/// ```
/// use dormouse::FormatStatus;
/// use dormouse::prelude::*;
///
/// #[actor]
/// struct Account {
///     owner: String,
///     password: String,
/// }
///
/// #[actor]
/// impl Account {
///     #[format_status]
///     fn shown(&self, status: &mut FormatStatus) {
///         status.set_state(format!("account of {}", self.owner));
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let account = Account { owner: "ada".into(), password: "lovelace".into() }.spawn()?;
/// let status = account.actor().get_status().await?;
/// assert_eq!(status.state(), Some("account of ada"));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default)]
pub struct FormatStatus {
    state: Option<String>,
    message: Option<String>,
    reason: Option<String>,
}

impl FormatStatus {
    /// Of an actor that is about to end.
    pub(crate) fn of_failure(handler: Option<&str>, reason: &ExitReason) -> Self {
        Self {
            state: None,
            message: handler.map(str::to_owned),
            reason: Some(Told(reason).to_string()),
        }
    }

    /// What is left to show when the actor could not say it.
    pub(crate) fn panicked(handler: Option<&str>) -> Self {
        Self {
            state: Some("not shown, for `format_status` panicked".to_owned()),
            message: handler.map(str::to_owned),
            reason: None,
        }
    }

    /// The state; nothing until it is set.
    #[must_use]
    pub fn state(&self) -> Option<&str> {
        self.state.as_deref()
    }

    /// Sets what is shown of the state.
    pub fn set_state(&mut self, state: impl Into<String>) {
        self.state = Some(state.into());
    }

    /// In a failure, the last message: the name of its handler.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// Sets what is shown of the last message.
    pub fn set_message(&mut self, message: impl Into<String>) {
        self.message = Some(message.into());
    }

    /// In a failure, why the actor ends.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        self.reason.as_deref()
    }

    /// Sets how events tell the reason. Callers, monitors and the supervisor get the reason itself.
    pub fn set_reason(&mut self, reason: impl Into<String>) {
        self.reason = Some(reason.into());
    }
}
