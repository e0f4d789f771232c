//! Which layer wins.

use std::collections::BTreeMap;

use super::after::{Effective, HibernateAfter, Source};
#[cfg(feature = "freeze")]
use super::freeze_after::FreezeAfter;
use super::section::{Merge, Named};
use super::warnings::Warnings;
use super::{Config, Preset, Section};
use crate::actor::ActorOptions;
use crate::compact::thresholds::Worth;
use crate::supervisor::spec::SupervisorOptions;

impl Config {
    /// What is said of all actors.
    pub(super) fn all_actors(&self) -> Option<HibernateAfter> {
        let preset = || self.preset.map(Preset::hibernate_after);
        self.actors.hibernate_after.or_else(preset)
    }

    /// What is said of actors of that type, whose section has then been read.
    pub(super) fn section(&self, name: &str) -> Option<Section> {
        self.actor_sections.get(name).map(Named::read)
    }

    /// When an actor hibernates by itself, by what is said of its type and of all.
    pub(super) fn of_actor(
        section: Option<HibernateAfter>,
        all: Option<HibernateAfter>,
        options: &ActorOptions,
    ) -> Effective {
        if let Some(after) = section {
            return Effective::new(after, Source::Section);
        }
        if let Some(after) = all {
            return Effective::new(after, Source::Config);
        }
        match options.idle_limit() {
            Some(time) => Effective::new(HibernateAfter::Idle(time), Source::Attribute),
            None => Effective::new(HibernateAfter::Off, Source::Default),
        }
    }

    /// When what can be of a sleeper is frozen.
    #[cfg(feature = "freeze")]
    pub(super) fn of_sleeper(
        section: Option<FreezeAfter>,
        all: Option<FreezeAfter>,
        options: &ActorOptions,
    ) -> Effective<FreezeAfter> {
        if let Some(after) = section {
            return Effective::new(after, Source::Section);
        }
        if let Some(after) = all {
            return Effective::new(after, Source::Config);
        }
        match options.freezes_after() {
            Some(time) => Effective::new(FreezeAfter::Asleep(time), Source::Attribute),
            None => Effective::new(FreezeAfter::Off, Source::Default),
        }
    }

    /// When a supervisor hibernates by itself.
    pub(super) fn of_supervisor(
        section: Option<HibernateAfter>,
        all: Option<HibernateAfter>,
        options: &SupervisorOptions,
    ) -> Effective {
        if let Some(after) = section {
            return Effective::new(after, Source::Section);
        }
        if let Some(after) = all {
            return Effective::new(after, Source::Config);
        }
        let source = if options.says_when {
            Source::Attribute
        } else {
            Source::Default
        };
        Effective::new(options.hibernate_after.into(), source)
    }

    /// From where on actors are warned of, those of one type if it is given.
    pub(super) fn thresholds(&self, name: Option<&str>) -> Warnings {
        let all = self.actors.warnings;
        let section = name.and_then(|name| self.section(name));
        section.map_or(all, |section| all.merge(section.warnings))
    }

    /// From where on states are compacted, those of one type if it is given.
    pub(super) fn worth(&self, name: Option<&str>) -> Worth {
        let all = self.actors.compaction;
        let section = name.and_then(|name| self.section(name));
        let both = section.map_or(all, |section| all.merge(section.compaction));
        both.resolve()
    }

    /// Whether any type is timed where it wakes up.
    pub(super) fn times_wake_ups(&self) -> bool {
        let sections = self.actor_sections.values();
        let own = |named: &Named<Section>| named.section.warnings.slow().is_some();
        self.actors.warnings.slow().is_some() || sections.into_iter().any(own)
    }

    /// It takes the place of another, of which sections were read.
    pub(super) fn take_over(&self, before: &Self) {
        take_over(&self.actor_sections, &before.actor_sections);
        take_over(&self.supervisor_sections, &before.supervisor_sections);
    }
}

fn take_over<T>(new: &BTreeMap<String, Named<T>>, old: &BTreeMap<String, Named<T>>) {
    for (name, section) in new {
        if old.get(name).is_some_and(Named::is_read) {
            section.note_read();
        }
    }
}

/// The sections that nobody has read, as they stand in a text.
pub(super) fn unread<T: Merge>(kind: &str, sections: &BTreeMap<String, Named<T>>) -> Vec<String> {
    let unread = sections.iter().filter(|(_, named)| !named.is_read());
    unread.map(|(name, _)| format!("[{kind} {name}]")).collect()
}
