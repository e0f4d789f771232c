//! From where on something is worth a warning.

use std::time::Duration;

/// The thresholds of what the runtime warns of by itself: one table.
///
/// | key | warns of | unless set |
/// | --- | --- | --- |
/// | `hibernations_per_second` | an actor that hibernated more often than that within a second | 100 |
/// | `state` | an actor that falls asleep and holds more than that on its heap, compacted | 100 KB |
/// | `wake_up` | an actor that had no task, and was first run that long after the message that needed one | off |
///
/// In a [`Config`](crate::Config) it holds for all actors, in a [`Section`](crate::Section) for those of one type.
///
/// A warning is a [tracing](https://docs.rs/tracing) event, at most one for each actor and kind in a minute.
/// All but `wake_up` is looked at where an actor falls asleep, and costs nothing elsewhere. `wake_up` reads the clock twice for each
/// message that finds its actor without a task, and so is off unless it is set; 1 ms is a good value.
///
/// ```
/// use std::time::Duration;
///
/// use dormouse::{Config, Warnings};
///
/// let warnings = Warnings::new().wake_up(Duration::from_millis(1)).state(None);
/// let config = Config::parse("[warnings]\nwake_up = 1ms\nstate = off")?;
/// assert_eq!(Config::new().warnings(warnings), config);
/// # Ok::<(), dormouse::ConfigError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Warnings {
    hibernations_per_second: Option<Option<u32>>,
    state: Option<Option<usize>>,
    wake_up: Option<Option<Duration>>,
}

impl Warnings {
    /// The table as it stands above.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            hibernations_per_second: None,
            state: None,
            wake_up: None,
        }
    }

    /// How often an actor may hibernate within a second. `None`: as often as it likes.
    #[must_use]
    pub fn hibernations_per_second(mut self, limit: impl Into<Option<u32>>) -> Self {
        self.hibernations_per_second = Some(limit.into());
        self
    }

    /// How many bytes an actor may hold on its heap when it sleeps. `None`: any number.
    #[must_use]
    pub fn state(mut self, bytes: impl Into<Option<usize>>) -> Self {
        self.state = Some(bytes.into());
        self
    }

    /// How long after the message that needs it an actor without a task may be run. `None`: not looked at.
    #[must_use]
    pub fn wake_up(mut self, time: impl Into<Option<Duration>>) -> Self {
        self.wake_up = Some(time.into());
        self
    }

    /// How many hibernations within a second are not remarkable.
    pub(crate) fn often(&self) -> Option<u32> {
        self.hibernations_per_second.unwrap_or(Some(100))
    }

    /// How many bytes of a sleeper are not remarkable.
    pub(crate) fn large(&self) -> Option<usize> {
        self.state.unwrap_or(Some(100_000))
    }

    /// How long a message may wait for an actor without a task.
    pub(crate) fn slow(&self) -> Option<Duration> {
        self.wake_up.flatten()
    }

    /// What `above` says wins.
    pub(crate) fn merge(self, above: Self) -> Self {
        Self {
            hibernations_per_second: above
                .hibernations_per_second
                .or(self.hibernations_per_second),
            state: above.state.or(self.state),
            wake_up: above.wake_up.or(self.wake_up),
        }
    }
}
