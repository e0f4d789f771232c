//! The configuration that holds on one runtime, and what changes when another takes its place.
//!
//! What is asked for often is kept apart, to be read without a lock; sections are looked up only where some section
//! says something of the kind.

use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU32, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use super::after::{Effective, HibernateAfter, Source};
#[cfg(feature = "freeze")]
use super::freeze_after::FreezeAfter;
use super::warnings::Warnings;
use super::{Config, Section};
use crate::actor::about::About;
use crate::compact::CompactionThresholds;
use crate::compact::thresholds::Worth;
use crate::observe::wake_up;
use crate::schedule::system::System;
use crate::supervisor::spec::SupervisorOptions;

/// Changes with each configuration that takes the place of another, in the whole process: who keeps something of it compares.
static GENERATION: AtomicU32 = AtomicU32::new(0);

/// Read before what is kept; who compares may do so in passing.
#[inline]
pub(crate) fn generation() -> u32 {
    GENERATION.load(Ordering::Acquire)
}

/// Whether something changed since then.
#[inline]
pub(crate) fn has_changed_since(generation: u32) -> bool {
    GENERATION.load(Ordering::Relaxed) != generation
}

/// Of what kind are the sections that there are.
mod has {
    pub(super) const ACTORS: u8 = 1;
    pub(super) const WARNINGS: u8 = 1 << 1;
    pub(super) const COMPACTION: u8 = 1 << 2;
    pub(super) const SUPERVISORS: u8 = 1 << 3;
    #[cfg(feature = "freeze")]
    pub(super) const FREEZE: u8 = 1 << 4;
}

/// What holds on one runtime.
#[derive(Debug, Default)]
pub(crate) struct Live {
    /// `None`: nothing was installed, and nobody has asked.
    config: RwLock<Option<Arc<Config>>>,
    /// Something was installed, or somebody has asked.
    settled: AtomicBool,
    /// Held while something changes, and while somebody makes up for a change.
    changing: Mutex<()>,
    /// The system is kept for the sake of it.
    kept: AtomicBool,
    sections: AtomicU8,
    actors: Setting,
    supervisors: Setting,
    #[cfg(feature = "freeze")]
    freeze: Setting,
    warnings: Thresholds,
    worth: Worths,
}

impl Live {
    /// Whether that was not too late.
    pub(crate) fn install(&self, config: Config) -> bool {
        let _changing = self.changing();
        if self.settled.load(Ordering::Acquire) {
            return false;
        }
        self.put(config);
        true
    }

    /// Puts it in place of what holds.
    pub(crate) fn replace(&self, config: Config) {
        let _changing = self.changing();
        self.put(config);
        GENERATION.fetch_add(1, Ordering::Release);
    }

    fn changing(&self) -> MutexGuard<'_, ()> {
        self.changing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn put(&self, config: Config) {
        if config.times_wake_ups() {
            wake_up::begin();
        }
        self.sections.store(kinds(&config), Ordering::Relaxed);
        let time = HibernateAfter::duration;
        self.actors.set(config.all_actors().map(time));
        self.supervisors
            .set(config.supervisors.hibernate_after.map(time));
        #[cfg(feature = "freeze")]
        self.freeze
            .set(config.actors.freeze_after.map(FreezeAfter::duration));
        self.warnings.set(config.thresholds(None));
        self.worth.set(config.worth(None));
        let config = Arc::new(config);
        let mut held = self.config.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(before) = &*held {
            config.take_over(before);
        }
        let before = held.replace(config);
        drop(held);
        drop(before);
        self.settled.store(true, Ordering::Release);
    }

    /// Once asked, it takes a `replace` to change it.
    #[inline]
    fn settle(&self) {
        if !self.settled.load(Ordering::Acquire) {
            self.install(Config::new());
        }
    }

    /// What was installed, or nothing where somebody has asked.
    pub(crate) fn installed(&self) -> Option<Config> {
        let held = self.config.read().unwrap_or_else(PoisonError::into_inner);
        held.as_deref().cloned()
    }

    fn has(&self, kind: u8) -> bool {
        self.sections.load(Ordering::Relaxed) & kind != 0
    }

    fn read<T>(&self, read: impl FnOnce(&Config) -> T) -> Option<T> {
        let held = self.config.read().unwrap_or_else(PoisonError::into_inner);
        held.as_deref().map(read)
    }

    /// When actors of a type that were started like this hibernate by themselves, and who said so.
    pub(crate) fn of_actor(&self, about: &About, start: Option<HibernateAfter>) -> Effective {
        self.settle();
        self.find(about, start)
    }

    /// Lets `store` keep what holds for actors of a type, with the generation, while nothing changes.
    pub(crate) fn make_up(&self, about: &About, store: impl FnOnce(Effective, u32)) {
        self.settle();
        let _changing = self.changing();
        store(self.find(about, None), generation());
    }

    fn find(&self, about: &About, start: Option<HibernateAfter>) -> Effective {
        let options = about.options;
        let section = if self.has(has::ACTORS) {
            self.read(|config| config.section(options.name())).flatten()
        } else {
            None
        };
        if !about.ever {
            return Effective::new(HibernateAfter::Off, Source::Policy);
        }
        if let Some(after) = start {
            return Effective::new(after, Source::Start);
        }
        let section = section.and_then(|section: Section| section.hibernate_after);
        Config::of_actor(section, self.actors.get().map(Into::into), options)
    }

    /// When what can be of actors of a type that were started like this is frozen, and who said so.
    #[cfg(feature = "freeze")]
    pub(crate) fn of_sleeper(
        &self,
        about: &About,
        start: Option<FreezeAfter>,
    ) -> Effective<FreezeAfter> {
        self.settle();
        let options = about.options;
        if !about.ever {
            return Effective::new(FreezeAfter::Off, Source::Policy);
        }
        if let Some(after) = start {
            return Effective::new(after, Source::Start);
        }
        let section = if self.has(has::FREEZE) {
            self.read(|config| config.section(options.name())).flatten()
        } else {
            None
        };
        let section = section.and_then(|section| section.freeze_after);
        Config::of_sleeper(section, self.freeze.get().map(Into::into), options)
    }

    /// What holds for a supervisor, by its type.
    pub(crate) fn of_supervisor(&self, options: &SupervisorOptions) -> Effective {
        self.settle();
        let section = if self.has(has::SUPERVISORS) {
            let section = |config: &Config| {
                let section = config.supervisor_sections.get(options.name);
                section.and_then(|section| section.read().hibernate_after)
            };
            self.read(section).flatten()
        } else {
            None
        };
        Config::of_supervisor(section, self.supervisors.get().map(Into::into), options)
    }

    /// From where on actors of that type are warned of.
    #[inline]
    pub(crate) fn warnings(&self, name: &str) -> Warnings {
        if self.has(has::WARNINGS)
            && let Some(warnings) = self.read(|config| config.thresholds(Some(name)))
        {
            return warnings;
        }
        self.warnings.get()
    }

    /// From where on states of actors of that type are compacted.
    #[inline]
    pub(crate) fn worth(&self, name: &str) -> Worth {
        if self.has(has::COMPACTION)
            && let Some(worth) = self.read(|config| config.worth(Some(name)))
        {
            return worth;
        }
        self.worth.get()
    }
}

fn kinds(config: &Config) -> u8 {
    let mut kinds = 0;
    for named in config.actor_sections.values() {
        kinds |= has::ACTORS;
        if named.section.warnings != Warnings::new() {
            kinds |= has::WARNINGS;
        }
        if named.section.compaction != CompactionThresholds::new() {
            kinds |= has::COMPACTION;
        }
        #[cfg(feature = "freeze")]
        if named.section.freeze_after.is_some() {
            kinds |= has::FREEZE;
        }
    }
    if !config.supervisor_sections.is_empty() {
        kinds |= has::SUPERVISORS;
    }
    kinds
}

/// A runtime without actors would forget what was installed.
pub(super) fn keep(system: &Arc<System>) {
    if system.config().kept.swap(true, Ordering::Relaxed) {
        return;
    }
    let kept = Arc::clone(system);
    system.spawn(async move {
        std::future::pending::<()>().await;
        drop(kept);
    });
}

/// A time, `off`, or nothing, in nanoseconds.
#[derive(Debug, Default)]
struct Setting(AtomicU64);

impl Setting {
    const OFF: u64 = 1;

    fn set(&self, after: Option<Option<Duration>>) {
        let coded = match after {
            None => 0,
            Some(None) => Self::OFF,
            Some(Some(time)) => {
                let nanos = u64::try_from(time.as_nanos()).unwrap_or(u64::MAX);
                nanos.saturating_add(Self::OFF + 1)
            }
        };
        self.0.store(coded, Ordering::Relaxed);
    }

    fn get(&self) -> Option<Option<Duration>> {
        match self.0.load(Ordering::Relaxed) {
            0 => None,
            Self::OFF => Some(None),
            coded => Some(Some(Duration::from_nanos(coded - Self::OFF - 1))),
        }
    }
}

/// [`Warnings`] of all actors; the largest number is none.
#[derive(Debug)]
struct Thresholds {
    often: AtomicU64,
    large: AtomicUsize,
    slow: AtomicU64,
}

impl Thresholds {
    fn set(&self, warnings: Warnings) {
        let often = warnings.often().map_or(u64::MAX, u64::from);
        let large = warnings.large().unwrap_or(usize::MAX);
        let slow = warnings.slow().map_or(u64::MAX, |time| {
            u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
        });
        self.often.store(often, Ordering::Relaxed);
        self.large.store(large, Ordering::Relaxed);
        self.slow.store(slow, Ordering::Relaxed);
    }

    fn get(&self) -> Warnings {
        let often = u32::try_from(self.often.load(Ordering::Relaxed)).ok();
        let large = self.large.load(Ordering::Relaxed);
        let slow = self.slow.load(Ordering::Relaxed);
        Warnings::new()
            .hibernations_per_second(often)
            .state((large < usize::MAX).then_some(large))
            .wake_up((slow < u64::MAX).then(|| Duration::from_nanos(slow)))
    }
}

impl Default for Thresholds {
    fn default() -> Self {
        let thresholds = Self {
            often: AtomicU64::default(),
            large: AtomicUsize::default(),
            slow: AtomicU64::default(),
        };
        thresholds.set(Warnings::new());
        thresholds
    }
}

/// The [`Worth`] of all actors.
#[derive(Debug)]
struct Worths {
    slack: AtomicUsize,
    share: AtomicU32,
    move_below: AtomicUsize,
    defragment_above: AtomicUsize,
}

impl Worths {
    fn set(&self, worth: Worth) {
        self.slack.store(worth.slack, Ordering::Relaxed);
        self.share.store(worth.share, Ordering::Relaxed);
        self.move_below.store(worth.move_below, Ordering::Relaxed);
        self.defragment_above
            .store(worth.defragment_above, Ordering::Relaxed);
    }

    fn get(&self) -> Worth {
        Worth {
            slack: self.slack.load(Ordering::Relaxed),
            share: self.share.load(Ordering::Relaxed),
            move_below: self.move_below.load(Ordering::Relaxed),
            defragment_above: self.defragment_above.load(Ordering::Relaxed),
        }
    }
}

impl Default for Worths {
    fn default() -> Self {
        let worths = Self {
            slack: AtomicUsize::default(),
            share: AtomicU32::default(),
            move_below: AtomicUsize::default(),
            defragment_above: AtomicUsize::default(),
        };
        worths.set(Worth::DEFAULT);
        worths
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read_as_they_were_set() {
        let setting = Setting::default();
        assert_eq!(setting.get(), None);
        for after in [
            None,
            Some(Duration::ZERO),
            Some(Duration::from_nanos(1)),
            Some(Duration::from_secs(30)),
        ] {
            setting.set(Some(after));
            assert_eq!(setting.get(), Some(after));
        }
        setting.set(Some(Some(Duration::MAX)));
        let years = Duration::from_secs(500 * 365 * 24 * 3600);
        assert!(setting.get().flatten().is_some_and(|time| time > years));
    }

    #[test]
    fn thresholds_are_read_as_they_were_set() {
        let live = Live::default();
        assert_eq!(live.warnings("A").often(), Some(100));
        assert_eq!(live.warnings("A").large(), Some(100_000));
        assert_eq!(live.warnings("A").slow(), None);
        assert_eq!(live.worth("A"), Worth::DEFAULT);
        let text = "[warnings]\nstate = off\nwake_up = 1ms\n[compaction]\nslack = off
            [actor A]\nwarnings.state = 1B\ncompaction.share = 50%";
        assert!(live.install(Config::parse(text).unwrap()));
        assert_eq!(live.warnings("B").large(), None);
        assert_eq!(live.warnings("B").slow(), Some(Duration::from_millis(1)));
        assert_eq!(live.warnings("A").large(), Some(1));
        assert_eq!(live.warnings("A").often(), Some(100));
        assert_eq!(live.worth("B").slack, usize::MAX);
        assert_eq!(
            (live.worth("A").slack, live.worth("A").share),
            (usize::MAX, 50)
        );
        assert!(!live.install(Config::new()), "once");
        live.replace(Config::new());
        assert_eq!(live.warnings("A").large(), Some(100_000));
        assert_eq!(live.worth("A"), Worth::DEFAULT);
    }
}
