//! What the runtime says by itself, recorded.

use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::DefaultGuard;
use tracing::{Event, Level, Metadata, Subscriber};

/// One event: its level, its message and its fields, as text.
#[derive(Clone, Debug)]
pub struct Said {
    level: Level,
    text: String,
}

impl Said {
    /// Whether it contains `text`; fields stand as `name="text"` or `name=number`.
    #[must_use]
    pub fn says(&self, text: &str) -> bool {
        self.text.contains(text)
    }

    /// Whether it is a warning.
    #[must_use]
    pub fn is_warning(&self) -> bool {
        self.level == Level::WARN
    }

    /// Whether it is no more than a piece of information.
    #[must_use]
    pub fn is_info(&self) -> bool {
        self.level == Level::INFO
    }

    /// Whether it is an error.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.level == Level::ERROR
    }
}

/// The events of this thread.
#[derive(Clone, Debug, Default)]
pub struct Events(Arc<Mutex<Vec<Said>>>);

impl Events {
    /// What was said since the last time.
    pub fn take(&self) -> Vec<Said> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Records what is said on this thread, above the level of debugging, until the guard is dropped.
#[must_use]
pub fn record() -> (Events, DefaultGuard) {
    let events = Events::default();
    let guard = tracing::subscriber::set_default(Recorder(events.clone()));
    (events, guard)
}

/// Records what is said on all threads from now on, above the level of debugging. Once in a process.
///
/// # Panics
///
/// Where somebody listens already.
#[must_use]
pub fn record_everywhere() -> Events {
    let events = Events::default();
    tracing::subscriber::set_global_default(Recorder(events.clone())).expect("nobody listens");
    events
}

struct Recorder(Events);

impl Subscriber for Recorder {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "dormouse" && *metadata.level() <= Level::INFO
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut text = Text(String::new());
        event.record(&mut text);
        let said = Said {
            level: *event.metadata().level(),
            text: text.0,
        };
        let mut events = self.0.0.lock().unwrap_or_else(PoisonError::into_inner);
        events.push(said);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

struct Text(String);

impl Visit for Text {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        let _ = write!(self.0, "{}={value:?} ", field.name());
    }
}
