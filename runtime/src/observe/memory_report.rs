//! What the actors of a runtime cost, by type.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::census::walk;
use super::types::ActorType;
use crate::cell::reference::AnyCell;
use crate::config::after::HibernateAfter;
use crate::handle::any::AnyActorRef;
use crate::handle::door::Status;
use crate::schedule::system::System;
use crate::supervisor::seat::Control;

/// What the actors of a tokio runtime cost in memory, by type, and what they would cost if all slept.
///
/// It adds up what [`Memory`](crate::Memory) tells of each actor; nobody is woken. Supervisors are counted with what they hold
/// themselves. The report visits every actor: some tenths of a microsecond for each, in which no handler of it begins.
///
/// Actors that were started alone, without a supervisor, are found only if
/// [`set_counting`](crate::set_counting) was on when they were.
///
/// ```
/// use dormouse::prelude::*;
/// use dormouse::MemoryReport;
///
/// #[actor]
/// #[derive(Default)]
/// struct Session {
///     turns: Vec<String>,
/// }
///
/// #[actor]
/// impl Session {
///     #[call]
///     fn store(&mut self, turn: String) -> Hibernate {
///         self.turns.push(turn);
///         Hibernate(())
///     }
/// }
///
/// #[supervisor]
/// struct App {
///     #[child]
///     session: Session,
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let app = App {}.start().await?;
/// app.session().store("hello".to_owned()).await?;
/// let report = MemoryReport::here().expect("a runtime with actors");
/// let sessions = report.row("Session").expect("one session");
/// assert_eq!((sessions.count(), sessions.asleep(), sessions.waste()), (1, 1, 0));
/// println!("{report}");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct MemoryReport {
    rows: Vec<MemoryRow>,
    total: MemoryRow,
}

/// One type in a [`MemoryReport`]; all memory is in bytes.
#[derive(Clone, Debug, Default)]
pub struct MemoryRow {
    name: String,
    count: usize,
    active: usize,
    asleep: usize,
    actual: usize,
    best: usize,
    shared: usize,
    unmeasured: usize,
    suggested: Option<Duration>,
}

impl MemoryRow {
    /// The name of the type; that of the sum is `total`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How many there are that run: neither down nor gone.
    #[must_use]
    pub fn count(&self) -> usize {
        self.count
    }

    /// How many of them are awake.
    #[must_use]
    pub fn active(&self) -> usize {
        self.active
    }

    /// How many of them hibernate.
    #[must_use]
    pub fn asleep(&self) -> usize {
        self.asleep
    }

    /// What they cost now, as far as it is measured.
    #[must_use]
    pub fn actual(&self) -> usize {
        self.actual
    }

    /// What they would cost if all of them slept: of those that do, of supervisors, and of one whose state is not measured now, what
    /// it costs. What hibernation leaves is counted as left: slack that is not worth the work by the
    /// [thresholds](crate::CompactionThresholds), and what timers, monitors, links and bounds take beside the cell.
    #[must_use]
    pub fn best(&self) -> usize {
        self.best
    }

    /// What would be saved if all of them slept.
    #[must_use]
    pub fn waste(&self) -> usize {
        self.actual.saturating_sub(self.best)
    }

    /// What they hold together with others, in none of the other figures; what two of them hold counts twice.
    #[must_use]
    pub fn shared(&self) -> usize {
        self.shared
    }

    /// How many of them could not be measured, or not in full: their handler runs, or a field is of an unknown type.
    #[must_use]
    pub fn unmeasured(&self) -> usize {
        self.unmeasured
    }

    /// A `hibernate_after` for the pauses between their messages. `None`: fewer than 100 pauses were seen, since
    /// [`set_counting`](crate::set_counting) was called.
    ///
    /// It is the time with which the actors that were seen would have been awake for nothing the least, where each wake-up
    /// counts as one second of that. Zero: as soon as nothing waits.
    #[must_use]
    pub fn suggested_hibernate_after(&self) -> Option<Duration> {
        self.suggested
    }

    fn add(&mut self, other: &Self) {
        self.count += other.count;
        self.active += other.active;
        self.asleep += other.asleep;
        self.actual += other.actual;
        self.best += other.best;
        self.shared += other.shared;
        self.unmeasured += other.unmeasured;
    }
}

impl MemoryReport {
    /// Of all actors of the tokio runtime that the caller is in. `None`: there are none, or the caller is outside of one.
    #[must_use]
    pub fn here() -> Option<Self> {
        let system = System::find().ok()??;
        let mut gathering = Gathering::default();
        for root in system.roots().all() {
            walk(&root, &mut |control| gathering.add(control));
        }
        for cell in system.registry().listed() {
            gathering.add(&Control::Actor(cell));
        }
        Some(gathering.report())
    }

    /// Of that actor, or of that supervisor and all below it.
    #[must_use]
    pub fn of(root: &AnyActorRef) -> Self {
        let mut gathering = Gathering::default();
        walk(root.control(), &mut |control| gathering.add(control));
        gathering.report()
    }

    /// One for each type, those first that waste most.
    #[must_use]
    pub fn rows(&self) -> &[MemoryRow] {
        &self.rows
    }

    /// That of a type, by its name.
    #[must_use]
    pub fn row(&self, name: &str) -> Option<&MemoryRow> {
        self.rows.iter().find(|row| row.name == name)
    }

    /// The sum of all.
    #[must_use]
    pub fn total(&self) -> &MemoryRow {
        &self.total
    }
}

/// Rows that are being filled.
#[derive(Default)]
struct Gathering {
    actors: Vec<(Arc<ActorType>, MemoryRow)>,
    supervisors: Vec<MemoryRow>,
}

impl Gathering {
    fn add(&mut self, control: &Control) {
        let one = match measure(control) {
            Some(one) => one,
            None => return,
        };
        self.row(control).add(&one);
    }

    fn row(&mut self, control: &Control) -> &mut MemoryRow {
        match control {
            Control::Actor(cell) => self.row_of(cell),
            Control::Supervisor(node) => {
                let name = node.type_name();
                let rows = &mut self.supervisors;
                let index = rows.iter().position(|row| row.name == name);
                let index = index.unwrap_or_else(|| {
                    rows.push(MemoryRow {
                        name: name.to_owned(),
                        ..MemoryRow::default()
                    });
                    rows.len() - 1
                });
                &mut rows[index]
            }
        }
    }

    fn row_of(&mut self, cell: &AnyCell) -> &mut MemoryRow {
        let actor = cell.erased().actor_type();
        let rows = &mut self.actors;
        let index = rows.iter().position(|(of, _)| Arc::ptr_eq(of, &actor));
        let index = index.unwrap_or_else(|| {
            let row = MemoryRow {
                name: actor.options.name().to_owned(),
                suggested: actor.pauses.suggested(),
                ..MemoryRow::default()
            };
            rows.push((actor, row));
            rows.len() - 1
        });
        &mut rows[index].1
    }

    fn report(self) -> MemoryReport {
        let actors = self.actors.into_iter().map(|(_, row)| row);
        let mut rows: Vec<MemoryRow> = actors.chain(self.supervisors).collect();
        rows.sort_by(|one, other| {
            let by_waste = other.waste().cmp(&one.waste());
            by_waste.then_with(|| one.name.cmp(&other.name))
        });
        let mut total = MemoryRow {
            name: "total".to_owned(),
            ..MemoryRow::default()
        };
        rows.iter().for_each(|row| total.add(row));
        MemoryReport { rows, total }
    }
}

/// A row of one. `None`: it does not run.
fn measure(control: &Control) -> Option<MemoryRow> {
    let status = control.status();
    if matches!(status, Status::Down | Status::Gone) {
        return None;
    }
    let asleep = status == Status::Hibernated;
    let memory = control.memory();
    let actual = memory.bytes();
    let (best, shared, measured) = match (control, memory.state()) {
        (Control::Supervisor(_), _) => (actual, 0, true),
        (_, None) => (actual, 0, false),
        // A sleeper is as small as it gets.
        (_, Some(state)) if asleep => (actual, state.shared(), state.is_complete()),
        (_, Some(state)) => {
            let left = memory.cell() + memory.lasting + state.left();
            (left, state.shared(), state.is_complete())
        }
    };
    Some(MemoryRow {
        name: String::new(),
        count: 1,
        active: usize::from(!asleep),
        asleep: usize::from(asleep),
        actual,
        best,
        shared,
        unmeasured: usize::from(!measured),
        suggested: None,
    })
}

/// A table, with the sum as its last line.
impl fmt::Display for MemoryReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.rows.iter().map(|row| row.name.len());
        let width = names.max().unwrap_or(0).max("total".len());
        writeln!(
            f,
            "{:width$} {:>9} {:>9} {:>9} {:>12} {:>12} {:>12} {:>12} {:>9}",
            "type",
            "count",
            "active",
            "asleep",
            "actual B",
            "best B",
            "waste B",
            "unmeasured",
            "suggested",
        )?;
        for row in &self.rows {
            row.line(f, width)?;
            f.write_str("\n")?;
        }
        self.total.line(f, width)
    }
}

impl MemoryRow {
    fn line(&self, f: &mut fmt::Formatter<'_>, width: usize) -> fmt::Result {
        let suggested = self.suggested.map(HibernateAfter::from);
        let suggested = suggested.map_or_else(|| "-".to_owned(), |after| after.to_string());
        write!(
            f,
            "{:width$} {:>9} {:>9} {:>9} {:>12} {:>12} {:>12} {:>12} {:>9}",
            self.name,
            self.count,
            self.active,
            self.asleep,
            self.actual,
            self.best,
            self.waste(),
            self.unmeasured,
            suggested,
        )
    }
}
