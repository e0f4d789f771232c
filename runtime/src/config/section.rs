//! What a configuration says of one type.

use std::sync::atomic::{AtomicBool, Ordering};

use super::after::HibernateAfter;
#[cfg(feature = "freeze")]
use super::freeze_after::FreezeAfter;
use super::warnings::Warnings;
use crate::compact::CompactionThresholds;

/// What a [`Config`](super::Config) says of one type of actor.
///
/// ```
/// use std::time::Duration;
///
/// use dormouse::{CompactionThresholds, Section, Warnings};
///
/// let documents = Section::new()
///     .hibernate_after(Duration::from_secs(5))
///     .warnings(Warnings::new().state(5_000_000))
///     .compaction(CompactionThresholds::new().slack(65_536));
/// # let _ = documents;
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Section {
    pub(super) hibernate_after: Option<HibernateAfter>,
    #[cfg(feature = "freeze")]
    pub(super) freeze_after: Option<FreezeAfter>,
    pub(super) warnings: Warnings,
    pub(super) compaction: CompactionThresholds,
}

impl Section {
    /// One that says nothing.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            hibernate_after: None,
            #[cfg(feature = "freeze")]
            freeze_after: None,
            warnings: Warnings::new(),
            compaction: CompactionThresholds::new(),
        }
    }

    /// How long it may be idle before it hibernates by itself.
    #[must_use]
    pub fn hibernate_after(mut self, after: impl Into<HibernateAfter>) -> Self {
        self.hibernate_after = Some(after.into());
        self
    }

    /// How long it may sleep before its [`Freezable`](crate::Freezable) fields are frozen.
    #[cfg(feature = "freeze")]
    #[must_use]
    pub fn freeze_after(mut self, after: impl Into<FreezeAfter>) -> Self {
        self.freeze_after = Some(after.into());
        self
    }

    /// From where on it is warned of. What is left out is as it is for all actors.
    #[must_use]
    pub fn warnings(mut self, warnings: Warnings) -> Self {
        self.warnings = self.warnings.merge(warnings);
        self
    }

    /// From where on its state is compacted. What is left out is as it is for all actors.
    #[must_use]
    pub fn compaction(mut self, thresholds: CompactionThresholds) -> Self {
        self.compaction = self.compaction.merge(thresholds);
        self
    }
}

/// What a [`Config`](super::Config) says of one type of supervisor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SupervisorSection {
    pub(super) hibernate_after: Option<HibernateAfter>,
}

impl SupervisorSection {
    /// One that says nothing.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            hibernate_after: None,
        }
    }

    /// How long it may be idle before it hibernates by itself.
    #[must_use]
    pub fn hibernate_after(mut self, after: impl Into<HibernateAfter>) -> Self {
        self.hibernate_after = Some(after.into());
        self
    }
}

/// Settings, some of which are left out.
pub(super) trait Merge: Copy + Default {
    /// What `above` says wins.
    fn merge(self, above: Self) -> Self;
}

impl Merge for Section {
    fn merge(self, above: Self) -> Self {
        Self {
            hibernate_after: above.hibernate_after.or(self.hibernate_after),
            #[cfg(feature = "freeze")]
            freeze_after: above.freeze_after.or(self.freeze_after),
            warnings: self.warnings.merge(above.warnings),
            compaction: self.compaction.merge(above.compaction),
        }
    }
}

impl Merge for SupervisorSection {
    fn merge(self, above: Self) -> Self {
        Self {
            hibernate_after: above.hibernate_after.or(self.hibernate_after),
        }
    }
}

/// The section of a type, and whether there has been one of that type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Named<T> {
    pub(super) section: T,
    read: Read,
}

/// No part of what is configured, and so of no weight where configurations are compared.
#[derive(Debug, Default)]
struct Read(AtomicBool);

impl Clone for Read {
    fn clone(&self) -> Self {
        Self(AtomicBool::new(self.0.load(Ordering::Relaxed)))
    }
}

impl PartialEq for Read {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Read {}

impl<T: Merge> Named<T> {
    pub(super) fn merge(&mut self, above: T) {
        self.section = self.section.merge(above);
    }

    /// An actor or a supervisor of that name asks.
    pub(super) fn read(&self) -> T {
        self.note_read();
        self.section
    }
}

impl<T> Named<T> {
    pub(super) fn note_read(&self) {
        if !self.is_read() {
            self.read.0.store(true, Ordering::Relaxed);
        }
    }

    pub(super) fn is_read(&self) -> bool {
        self.read.0.load(Ordering::Relaxed)
    }
}
