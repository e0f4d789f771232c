//! What a configuration says of one type.

use std::sync::atomic::{AtomicBool, Ordering};

use super::after::HibernateAfter;

/// What a [`Config`](super::Config) says of one type of actor or supervisor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Section {
    pub(super) hibernate_after: Option<HibernateAfter>,
}

impl Section {
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

    /// What `above` says wins.
    pub(super) fn merge(self, above: Self) -> Self {
        Self {
            hibernate_after: above.hibernate_after.or(self.hibernate_after),
        }
    }
}

/// The section of a type, and whether there has been one of that type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) section: Section,
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

impl Named {
    pub(super) fn merge(&mut self, above: Section) {
        self.section = self.section.merge(above);
    }

    /// An actor or a supervisor of that name asks.
    pub(super) fn read(&self) -> Section {
        if !self.is_read() {
            self.read.0.store(true, Ordering::Relaxed);
        }
        self.section
    }

    pub(super) fn is_read(&self) -> bool {
        self.read.0.load(Ordering::Relaxed)
    }
}
