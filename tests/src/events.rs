//! What the runtime says by itself, recorded.
//!
//! All recorders of a process stand behind one subscriber, which is the global one. A subscriber of a
//! thread's own would not do: tracing asks only the thread that reaches an event first whether
//! anybody wants it, and a test beside this one, which does not listen, would say no for all.

use std::cell::RefCell;
use std::fmt::Write as _;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex, Once, OnceLock, PoisonError};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::Interest;
use tracing::{Event, Level, Metadata, Subscriber};

/// One event: its level, its message and its fields, as text.
#[derive(Clone, Debug)]
pub struct Said {
    level: Level,
    fields: Vec<(&'static str, String)>,
    text: String,
}

impl Said {
    /// Whether it contains `text`; fields stand as `name="text"` or `name=number`.
    #[must_use]
    pub fn says(&self, text: &str) -> bool {
        self.text.contains(text)
    }

    /// The text of a field, empty where there is none. The message is a field.
    #[must_use]
    pub fn field(&self, name: &str) -> &str {
        let field = self.fields.iter().find(|(its, _)| *its == name);
        field.map_or("", |(_, text)| text)
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

/// The events of this thread, or of all.
#[derive(Clone, Debug, Default)]
pub struct Events(Arc<Mutex<Vec<Said>>>);

impl Events {
    /// What was said since the last time.
    pub fn take(&self) -> Vec<Said> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn push(&self, said: Said) {
        let mut events = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        events.push(said);
    }
}

thread_local! {
    /// Who records on this thread, the last one first asked.
    static HERE: RefCell<Vec<Events>> = const { RefCell::new(Vec::new()) };
}

static EVERYWHERE: OnceLock<Events> = OnceLock::new();

/// Records until it is dropped, on the thread it was made on.
#[derive(Debug)]
pub struct Recording(PhantomData<*const ()>);

impl Drop for Recording {
    fn drop(&mut self) {
        let _ = HERE.try_with(|here| here.borrow_mut().pop());
    }
}

/// Records what is said on this thread, above the level of debugging, until the guard is dropped.
///
/// # Panics
///
/// Where somebody else has set a global subscriber.
#[must_use]
pub fn record() -> (Events, Recording) {
    listen();
    let events = Events::default();
    HERE.with_borrow_mut(|here| here.push(events.clone()));
    (events, Recording(PhantomData))
}

/// Records what is said on all threads from now on, above the level of debugging. Once in a process.
///
/// # Panics
///
/// Where somebody records everywhere already, or has set a global subscriber.
#[must_use]
pub fn record_everywhere() -> Events {
    listen();
    let events = Events::default();
    EVERYWHERE
        .set(events.clone())
        .expect("one recorder of everything");
    events
}

fn listen() {
    static LISTENS: Once = Once::new();
    LISTENS.call_once(|| {
        tracing::subscriber::set_global_default(Recorder).expect("nobody else listens");
    });
}

/// Hands each event to who records on its thread, or else everywhere.
struct Recorder;

impl Subscriber for Recorder {
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        if self.enabled(metadata) {
            Interest::always()
        } else {
            Interest::never()
        }
    }

    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "dormouse" && *metadata.level() <= Level::INFO
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let here = HERE.try_with(|here| here.borrow().last().cloned());
        let Some(events) = here.ok().flatten().or_else(|| EVERYWHERE.get().cloned()) else {
            return;
        };
        let mut fields = Fields::default();
        event.record(&mut fields);
        events.push(Said {
            level: *event.metadata().level(),
            fields: fields.all,
            text: fields.text,
        });
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

#[derive(Default)]
struct Fields {
    all: Vec<(&'static str, String)>,
    text: String,
}

impl Visit for Fields {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.all.push((field.name(), value.to_owned()));
        let _ = write!(self.text, "{}={value:?} ", field.name());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        let value = format!("{value:?}");
        let _ = write!(self.text, "{}={value} ", field.name());
        self.all.push((field.name(), value));
    }
}
