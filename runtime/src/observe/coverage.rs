//! Which handlers may hibernate, and which have done so.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::counts::HandlerCounts;
use super::types::{self, ActorType};
use crate::actor::{Form, HandlerSpec, Kind};

/// Which handlers may hibernate, for all types of actors of which there has been one in this process, and what they have done
/// while [`set_counting`](crate::set_counting) was on.
///
/// ```
/// use dormouse::prelude::*;
/// use dormouse::{Coverage, CoverageReport};
///
/// #[actor]
/// struct Session;
///
/// #[actor]
/// impl Session {
///     #[call]
///     fn store(&mut self, turn: String) -> Hibernate<usize> {
///         Hibernate(turn.len())
///     }
///
///     #[call]
///     fn peek(&self) {}
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let session = Session.spawn()?;
/// let report = CoverageReport::new();
/// let row = report.row("Session").expect("there is one");
/// assert_eq!(row.coverage(), Coverage::Partial);
/// assert_eq!((row.handlers()[0].name(), row.handlers()[0].form()), ("store", "always"));
/// println!("{report}");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct CoverageReport {
    rows: Vec<CoverageRow>,
}

/// How many of the handlers of an actor may hibernate, by their return types and by what was counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Coverage {
    /// Each of them hibernates, always.
    Full,
    /// Some do, or decide it at run time.
    Partial,
    /// Some do, or decide it at run time; and as far as was counted, each time with an error as its answer. The way that all goes
    /// well is never left asleep.
    ErrorPaths,
    /// None does. It may still hibernate by itself, see `hibernate_after`.
    None,
}

impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Full => "full",
            Self::Partial => "partial",
            Self::ErrorPaths => "errors",
            Self::None => "none",
        })
    }
}

/// One type in a [`CoverageReport`].
#[derive(Clone, Debug)]
pub struct CoverageRow {
    name: &'static str,
    handlers: Vec<HandlerCoverage>,
    hibernations: u64,
}

/// One handler in a [`CoverageReport`].
#[derive(Clone, Debug)]
pub struct HandlerCoverage {
    name: &'static str,
    kind: &'static str,
    form: &'static str,
    counts: HandlerCounts,
}

impl HandlerCoverage {
    fn new(spec: &HandlerSpec, always: bool, counts: HandlerCounts) -> Self {
        Self {
            name: spec.name(),
            kind: match spec.kind() {
                Kind::Call => "call",
                Kind::Cast => "cast",
                Kind::Every => "every",
                Kind::Info => "info",
                Kind::Other => "other",
                Kind::Start => "start",
            },
            form: match spec.form() {
                Form::Plain => "never",
                Form::Hibernate => "always",
                Form::Outcome if always => "always",
                Form::Outcome => "may",
            },
            counts,
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Its attribute: `call`, `cast`, `every`, `info` or `start`; `other` for `#[info(other)]`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        self.kind
    }

    /// When it hibernates, by its return type: `always` (`Hibernate<T>`), `may` (`Outcome<T>`), or `never`.
    #[must_use]
    pub fn form(&self) -> &'static str {
        self.form
    }

    /// What it has done while that was counted.
    #[must_use]
    pub fn counts(&self) -> HandlerCounts {
        self.counts
    }
}

impl CoverageRow {
    fn new(actor: &Arc<ActorType>) -> Self {
        let handlers = actor.handlers.iter().zip(&actor.counts);
        Self {
            name: actor.options.name(),
            handlers: handlers
                .map(|(spec, counts)| HandlerCoverage::new(spec, actor.always, counts.get()))
                .collect(),
            hibernations: actor.hibernations.load(Ordering::Relaxed),
        }
    }

    /// The name of the type.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Its handlers, in the order of the code.
    #[must_use]
    pub fn handlers(&self) -> &[HandlerCoverage] {
        &self.handlers
    }

    /// How many of them may hibernate.
    #[must_use]
    pub fn coverage(&self) -> Coverage {
        let all = |form| self.handlers.iter().all(|handler| handler.form == form);
        match () {
            () if all("never") => Coverage::None,
            () if all("always") => Coverage::Full,
            () if self.sleeps_with_errors_alone() => Coverage::ErrorPaths,
            () => Coverage::Partial,
        }
    }

    fn sleeps_with_errors_alone(&self) -> bool {
        let sum = |count: fn(&HandlerCounts) -> u64| -> u64 {
            self.handlers
                .iter()
                .map(|handler| count(&handler.counts))
                .sum()
        };
        let hibernated = sum(HandlerCounts::hibernated);
        hibernated > 0 && hibernated == sum(HandlerCounts::hibernated_with_error)
    }

    /// How often actors of the type have fallen asleep while that was counted, be it by a handler or by themselves.
    #[must_use]
    pub fn hibernations(&self) -> u64 {
        self.hibernations
    }
}

impl CoverageReport {
    /// As it is now.
    #[must_use]
    #[expect(
        clippy::new_without_default,
        reason = "a report of nothing is no default"
    )]
    pub fn new() -> Self {
        let mut rows: Vec<CoverageRow> = types::all().iter().map(CoverageRow::new).collect();
        rows.sort_by_key(|row| row.name);
        Self { rows }
    }

    /// One for each type, by name.
    #[must_use]
    pub fn rows(&self) -> &[CoverageRow] {
        &self.rows
    }

    /// That of a type, by its name.
    #[must_use]
    pub fn row(&self, name: &str) -> Option<&CoverageRow> {
        self.rows.iter().find(|row| row.name == name)
    }
}

/// A table with a line for each type and one for each handler.
impl fmt::Display for CoverageReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = |row: &CoverageRow| {
            row.handlers
                .iter()
                .map(|handler| handler.name.len() + 2)
                .max()
        };
        let names = self
            .rows
            .iter()
            .map(|row| names(row).unwrap_or(0).max(row.name.len()));
        let width = names.max().unwrap_or(0).max("handler".len());
        write!(
            f,
            "{:width$} {:7} {:10} {:>12} {:>12} {:>9} {:>9}",
            "handler", "kind", "hibernates", "handled", "hibernated", "stopped", "failed",
        )?;
        for row in &self.rows {
            write!(
                f,
                "\n{:width$} {:7} {:10} {:>12} {:>12}",
                row.name,
                "",
                row.coverage(),
                "",
                row.hibernations,
            )?;
            for handler in &row.handlers {
                let counts = handler.counts;
                write!(
                    f,
                    "\n{:width$} {:7} {:10} {:>12} {:>12} {:>9} {:>9}",
                    format!("  {}", handler.name),
                    handler.kind,
                    handler.form,
                    counts.handled(),
                    counts.hibernated(),
                    counts.stopped(),
                    counts.failed(),
                )?;
            }
        }
        Ok(())
    }
}
