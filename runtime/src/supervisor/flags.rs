//! The flags of a supervisor, to be read.

use std::time::Duration;

use super::spec::{AutoShutdown, Strategy, SupervisorOptions};

/// How a supervisor behaves as a whole: what its attribute said, and what holds where it said nothing
/// (Erlang/OTP, `supervisor`, `sup_flags()`).
///
/// ```
/// use std::time::Duration;
///
/// use dormouse::prelude::*;
/// use dormouse::{AutoShutdown, Strategy};
///
/// #[supervisor(strategy = rest_for_one, intensity = 3)]
/// struct App {}
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let flags = App {}.start().await?.supervisor().flags();
/// assert_eq!(flags.strategy, Strategy::RestForOne);
/// assert_eq!((flags.intensity, flags.period), (3, Duration::from_secs(5)));
/// assert_eq!(flags.auto_shutdown, AutoShutdown::Never);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SupervisorFlags {
    /// Which children a restart covers.
    pub strategy: Strategy,
    /// How many restarts are allowed within `period`.
    pub intensity: u32,
    /// The time in which restarts add up.
    pub period: Duration,
    /// Whether the end of significant children ends the supervisor.
    pub auto_shutdown: AutoShutdown,
    /// The idle time after which it hibernates, as its attribute and the
    /// [configuration](crate::Config) have it; `None`: never.
    pub hibernate_after: Option<Duration>,
    /// How many children may live at once; only dynamic supervisors can have a limit.
    pub max_children: Option<usize>,
}

impl From<SupervisorOptions> for SupervisorFlags {
    fn from(options: SupervisorOptions) -> Self {
        Self {
            strategy: options.strategy,
            intensity: options.intensity,
            period: options.period,
            auto_shutdown: options.auto_shutdown,
            hibernate_after: options.hibernate_after,
            max_children: options.max_children,
        }
    }
}
