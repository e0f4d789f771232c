//! What a value on its way depends on: a monitor, a link, a timer, a time-out.
//!
//! A tie belongs to one incarnation, which cuts all of its ties when it ends. Cut before its value is
//! handled, also when that waits in the queue already, the value is never handled.

use std::fmt;
use std::mem;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};

#[cfg(feature = "test-util")]
use tokio::time::Instant;

use crate::cell::reference::AnyCell;
use crate::dying;
use crate::exit::Exit;
use crate::info::notice;
use crate::link::Identity;
use crate::schedule::sweeper::Key;
use crate::schedule::system::System;
use crate::supervisor::seat::Control;

/// Something that lasts until its value is handled, until it is cut, or until its actor ends.
#[derive(Default)]
pub struct Tie {
    over: AtomicBool,
    /// Its value comes again and again.
    repeats: bool,
    /// A value of one that repeats waits to be handled.
    waits: AtomicBool,
    hold: Mutex<Hold>,
}

/// What a tie keeps until it is over.
#[derive(Default)]
pub(crate) enum Hold {
    #[default]
    Nothing,
    /// A place in the wheel.
    Timer {
        system: Arc<System>,
        key: Key,
        #[cfg(feature = "test-util")]
        at: Instant,
    },
    /// Who is told when the other ends.
    Monitor { owner: AnyCell, other: Control },
    /// Who ends, or is told, when the other ends.
    Link {
        owner: AnyCell,
        generation: u32,
        other: Control,
        /// The tie of the other to this one.
        twin: Weak<Tie>,
    },
}

/// Takes out those that are over.
pub(crate) fn take_over(ties: &mut Vec<Arc<Tie>>) -> Vec<Arc<Tie>> {
    ties.extract_if(.., |tie| tie.is_over()).collect()
}

impl Hold {
    /// A value that is still to come is the user's, and so is its drop.
    fn undo(self) {
        if let Self::Timer { system, key, .. } = self {
            let value = system.sweeper().cancel(key);
            drop(dying::drop_quietly(value));
        }
    }
}

impl Tie {
    pub(crate) fn new(hold: Hold) -> Arc<Self> {
        Arc::new(Self {
            hold: Mutex::new(hold),
            ..Self::default()
        })
    }

    /// That of all values that depend on nothing, and are not of others: never over.
    pub(crate) fn own() -> Arc<Self> {
        thread_local! {
            // One for each thread, so that threads do not share its count.
            static OWN: Arc<Tie> = Tie::repeating();
        }
        OWN.try_with(Arc::clone)
            .unwrap_or_else(|_| Self::repeating())
    }

    pub(crate) fn repeating() -> Arc<Self> {
        Arc::new(Self {
            repeats: true,
            ..Self::default()
        })
    }

    pub(crate) fn is_over(&self) -> bool {
        self.over.load(Ordering::Acquire)
    }

    /// Takes the right to handle its value, which exists once for each time it comes.
    pub(crate) fn claim(&self) -> bool {
        if self.repeats {
            self.waits.store(false, Ordering::Release);
            return !self.is_over();
        }
        !self.over.swap(true, Ordering::AcqRel)
    }

    /// One that repeats sends its value. `false`: the last one still waits.
    pub(crate) fn send_again(&self) -> bool {
        !self.waits.swap(true, Ordering::AcqRel)
    }

    /// Ends it. Whether it was in time: its value is then never handled.
    pub(crate) fn cut(&self) -> bool {
        let in_time = !self.over.swap(true, Ordering::AcqRel);
        let hold = self.let_go();
        if let Hold::Link { twin, .. } = &hold
            && let Some(twin) = twin.upgrade()
        {
            twin.over.store(true, Ordering::Release);
            drop(twin.let_go());
        }
        hold.undo();
        in_time
    }

    /// Its actor ends: a link lasts until the other is told of that.
    pub(crate) fn end(&self) {
        self.over.store(true, Ordering::Release);
        self.let_go().undo();
    }

    /// Keeps `hold`, unless it is over.
    pub(crate) fn keep(&self, hold: Hold) {
        let mut held = self.hold.lock().unwrap_or_else(PoisonError::into_inner);
        if self.is_over() {
            drop(held);
            return hold.undo();
        }
        *held = hold;
    }

    fn let_go(&self) -> Hold {
        mem::take(&mut *self.hold.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Whether it is a link to that one.
    pub(crate) fn links(&self, with: Identity) -> bool {
        let held = self.hold.lock().unwrap_or_else(PoisonError::into_inner);
        matches!(&*held, Hold::Link { other, .. } if other.identity() == with)
    }

    /// When its value comes, where it is one of a timer that runs.
    #[cfg(feature = "test-util")]
    pub(crate) fn time(&self) -> Option<Instant> {
        let held = self.hold.lock().unwrap_or_else(PoisonError::into_inner);
        match &*held {
            Hold::Timer { at, .. } if !self.is_over() => Some(*at),
            _ => None,
        }
    }

    /// The other has ended: tells whoever the tie belongs to.
    pub(crate) fn ended(self: &Arc<Self>, exit: Exit) {
        if self.is_over() {
            return;
        }
        match self.let_go() {
            Hold::Monitor { owner, other } => notice::down(self, &owner, other, exit),
            Hold::Link {
                owner,
                generation,
                other,
                ..
            } => notice::exited(self, &owner, generation, other, exit),
            Hold::Nothing | Hold::Timer { .. } => {}
        }
    }
}

impl fmt::Debug for Tie {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tie")
            .field("over", &self.is_over())
            .finish_non_exhaustive()
    }
}
