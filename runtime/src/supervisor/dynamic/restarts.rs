//! Starting a child again, within the restart limit.

use std::sync::Arc;
use std::time::Duration;

use super::{DynamicNode, Kind, Last, Which};
use crate::dying;
use crate::exit::{Exit, ExitReason, GaveUp};
use crate::link::Parent;
use crate::report;
use crate::supervisor::Supervisor;
use crate::supervisor::caught::{Caught, panicked};
use crate::supervisor::node::{lock_now, poll_once};
use crate::supervisor::seat::Begun;
use crate::supervisor::spec::{Shutdown, SupervisorOptions};
use crate::supervisor::table::Attempt;

impl<S: Supervisor, K: Kind<S>> DynamicNode<S, K> {
    /// Starts a child again, as often as the limiter lets it while its start fails.
    pub(super) fn restart_now(&self, which: Which, mut last: Last) {
        loop {
            if !self.admit() {
                self.give_up(which, Some(last));
                return;
            }
            if let Some(child) = self.hopeless() {
                return self.give_up(child, None);
            }
            let Some(config) = self.children.config_of(which.slot) else {
                return self.remove(which, Some(last));
            };
            let again = self.children.with(which.slot, |entry| {
                // The clone of what was kept is the user's.
                let again = dying::catch_rarely(|| K::again(&entry.kept));
                (again, entry.seat.clone(), Terms::of::<S, K>(&entry.kept))
            });
            let (arguments, seat, terms) = match again {
                Some((Ok(Some(arguments)), seat, terms)) if Self::same(which)(&seat) => {
                    (arguments, seat, terms)
                }
                Some((Err(unwound), ..)) => {
                    let reason = panicked(&unwound);
                    report::start_failed(&self.place_of(which.slot), &reason);
                    return self.remove(which, Some(Last::not_started(reason)));
                }
                _ => return self.remove(which, Some(last)),
            };
            let attempt = self.children.set_restarting(which.slot, Self::same(which));
            // A supervisor that ended has barred its children.
            let control = K::control(&seat);
            control.unbar();
            let kept = seat.clone();
            let current = config.clone();
            let limit = terms.start_timeout.and_then(|limit| self.limit(limit));
            let limited = limit.and_then(|limit| Some((limit, self.this.upgrade()?)));
            let start = K::start(config, arguments, seat);
            let start = async move {
                match limited {
                    None => start.await,
                    Some((limit, node)) => {
                        let shutdown = terms.shutdown;
                        node.begin_within(limit, &control, shutdown, start).await
                    }
                }
            };
            let mut start = Caught::on(&self.place.system, start);
            match poll_once(&mut start) {
                Some(result) => match self.restarted(which, attempt, result) {
                    None => return,
                    Some(again) if terms.pauses => return self.restart(which, again),
                    Some(again) => last = again,
                },
                None => {
                    let mut restarting = Restarting {
                        node: self.this.upgrade(),
                        which,
                        seat: kept,
                    };
                    let race = self.race_of(which, attempt, &current, start);
                    drop(dying::drop_quietly(current));
                    self.place.system.spawn(async move {
                        let result = race.await;
                        let Some(node) = restarting.node.take() else {
                            return;
                        };
                        match result {
                            None => node.leave_to_end(&K::control(&restarting.seat)),
                            Some(result) => {
                                if let Some(last) = node.restarted(which, attempt, result) {
                                    node.restart(which, last);
                                }
                            }
                        }
                    });
                    return;
                }
            }
        }
    }

    /// Why it failed and is to be tried again, if so.
    pub(super) fn restarted(
        &self,
        which: Which,
        attempt: Attempt,
        result: Result<Begun, ExitReason>,
    ) -> Option<Last> {
        let same = Self::same(which);
        self.touch();
        match result {
            Ok(Begun::Running) => {
                if self.children.set_running(which.slot, attempt) {
                    self.runs_since(which);
                }
                None
            }
            // OTP: a dynamic child that ignores its restart is dropped.
            Ok(Begun::Ignored) => {
                self.remove(which, Some(Last::not_started(ExitReason::Normal)));
                None
            }
            Err(reason) => {
                report::start_failed(&self.place_of(which.slot), &reason);
                let last = Last::not_started(reason);
                let wanted = self.children.is_open()
                    && self.place.system.is_open()
                    && !self.children.is_terminating(which.slot, same);
                if wanted {
                    return Some(last);
                }
                self.remove(which, Some(last));
                None
            }
        }
    }

    pub(super) fn admit(&self) -> bool {
        self.core().window.admit(lock_now())
    }

    pub(super) fn give_up(&self, which: Which, last: Option<Last>) {
        let SupervisorOptions {
            intensity, period, ..
        } = S::OPTIONS;
        report::gave_up(&Parent::path(self), intensity, period);
        let path = self.place_of(which.slot);
        let control = self
            .children
            .with(which.slot, |entry| K::control(&entry.seat));
        let known = last.clone().or_else(|| Some(Last::of(&control?)));
        let known = known.unwrap_or_else(|| Last::not_started(ExitReason::Shutdown));
        let exit = Exit::of_incarnation(path, known.reason, known.generation);
        let gave_up = GaveUp::new(intensity, period, exit);
        self.shut_down(ExitReason::ReachedMaxRestartIntensity(gave_up), false);
        self.remove(which, last);
    }
}

/// What a restart goes by.
struct Terms {
    pauses: bool,
    start_timeout: Option<Duration>,
    shutdown: Shutdown,
}

impl Terms {
    fn of<S, K: Kind<S>>(kept: &K::Kept) -> Self {
        Self {
            pauses: K::backoff(kept).is_some(),
            start_timeout: K::start_timeout(kept),
            shutdown: K::shutdown(kept),
        }
    }
}

/// A restart that awaits. Dropped unfinished, with its runtime, it was the last one.
struct Restarting<S: Supervisor, K: Kind<S>> {
    node: Option<Arc<DynamicNode<S, K>>>,
    which: Which,
    /// Keeps the address its own.
    seat: K::Seat,
}

impl<S: Supervisor, K: Kind<S>> Drop for Restarting<S, K> {
    fn drop(&mut self) {
        if let Some(node) = self.node.take() {
            node.remove(self.which, None);
        }
    }
}
