//! What holds for all actors of a runtime, in layers.

pub(crate) mod after;
mod environment;
pub(crate) mod error;
#[cfg(feature = "freeze")]
pub(crate) mod freeze_after;
mod layers;
pub(crate) mod live;
mod section;
pub(crate) mod start_options;
mod text;
mod value;
pub(crate) mod warnings;

use self::after::HibernateAfter;
pub use self::error::{ConfigError, InstallError};
#[cfg(feature = "freeze")]
use self::freeze_after::FreezeAfter;
use self::section::{Merge as _, Named};
pub use self::section::{Section, SupervisorSection};
pub use self::start_options::StartOptions;
use self::warnings::Warnings;
use crate::actor::Actor;
use crate::compact::CompactionThresholds;
use crate::schedule::system::System;
use crate::supervisor::Supervisor;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::Path;

/// What holds for the actors and supervisors of a tokio runtime, beside what their attributes say.
///
/// Layers, lowest first; what stands above wins:
///
/// 1. the attribute, `#[actor(hibernate_after = "30s")]`;
/// 2. the `Config` for all actors: its preset, and above that its own `hibernate_after`;
/// 3. the section of the `Config` for the type;
/// 4. the start option: [`StartOptions`](crate::StartOptions), or
///    [`ChildSpec::hibernate_after`](crate::ChildSpec::hibernate_after).
///
/// So a preset, or `hibernate_after` for all actors, also holds for actors whose attribute says
/// something else, or nothing. An actor with `hibernate = never` hibernates in no case. Supervisors have settings of
/// their own, which presets leave alone.
///
/// [`actor().hibernate_after()`](crate::ActorDoor::hibernate_after) tells what holds for an actor, and who said so. With the feature
/// `freeze`, `freeze_after` has the same layers.
///
/// ```
/// use std::time::Duration;
///
/// use dormouse::prelude::*;
/// use dormouse::{Config, HibernateAfter, Section};
///
/// #[actor]
/// struct Session;
///
/// #[actor]
/// impl Session {}
///
/// #[actor]
/// struct Cache;
///
/// #[actor]
/// impl Cache {}
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// Config::production()
///     .actor::<Cache>(Section::new().hibernate_after(HibernateAfter::Off))
///     .install()?;
///
/// let session = Session.spawn()?;
/// assert_eq!(session.actor().hibernate_after().to_string(), "30s (config)");
/// let cache = Cache.spawn()?;
/// assert_eq!(cache.actor().hibernate_after().to_string(), "off (section)");
/// # Ok(())
/// # }
/// ```
///
/// # Text
///
/// [`Config::parse`] and [`Config::from_file`] read lines with `key = value`. What stands before the first section is
/// for all actors; from `#` on, a line is a comment. A key that is not known, or that stands twice, is an error.
///
/// ```
/// # use dormouse::Config;
/// let config = Config::parse(
///     "
///     preset = production
///     hibernate_after = 20s           # wins over the preset
///
///     [supervisors]                   # all of them
///     hibernate_after = 2s
///
///     [actor Session]                 # by the name of the type
///     hibernate_after = 5s
///
///     [supervisor App]
///     hibernate_after = off
///
///     [warnings]                      # see `Warnings`
///     hibernations_per_second = 100
///     state = 100KB
///     wake_up = 1ms
///
///     [compaction]                    # see `CompactionThresholds`
///     slack = 256B
///     share = 25%
///
///     [actor Document]
///     warnings.state = 5MB            # its own threshold
///     compaction.slack = 64KiB
///     ",
/// )?;
/// # let _ = config;
/// # Ok::<(), dormouse::ConfigError>(())
/// ```
///
/// Types of the same name share a section, and so do all types that are made of one generic actor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use = "it does nothing until it is installed"]
pub struct Config {
    preset: Option<Preset>,
    /// Of all actors.
    actors: Section,
    /// Of all supervisors.
    supervisors: SupervisorSection,
    actor_sections: BTreeMap<String, Named<Section>>,
    supervisor_sections: BTreeMap<String, Named<SupervisorSection>>,
}

/// Settings that go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Preset {
    Development,
    Production,
    Performance,
}

impl Preset {
    fn hibernate_after(self) -> HibernateAfter {
        HibernateAfter::Idle(std::time::Duration::from_secs(match self {
            Self::Development => 5,
            Self::Production => 30,
            Self::Performance => 60,
        }))
    }
}

impl Config {
    /// One that says nothing: attributes hold.
    pub fn new() -> Self {
        Self::default()
    }

    /// The preset for development: actors hibernate after 5 s.
    pub fn development() -> Self {
        Self::of(Preset::Development)
    }

    /// The preset for production: actors hibernate after 30 s.
    pub fn production() -> Self {
        Self::of(Preset::Production)
    }

    /// The preset for programs with more memory than time: actors hibernate after 60 s.
    pub fn performance() -> Self {
        Self::of(Preset::Performance)
    }

    fn of(preset: Preset) -> Self {
        Self {
            preset: Some(preset),
            ..Self::default()
        }
    }

    /// Reads a text; see [the type](Self#text) for what may stand in it.
    ///
    /// # Errors
    ///
    /// All mistakes in it, with their lines.
    pub fn parse(text: &str) -> Result<Self, ConfigError> {
        text::parse(text, "line").map_err(ConfigError::new)
    }

    /// Reads a file, as [`Config::parse`] does.
    ///
    /// # Errors
    ///
    /// When it can't be read, and all mistakes in it, with its name and their lines.
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self, ConfigError> {
        environment::of_file(path.as_ref())
    }

    /// Reads the environment of the process.
    ///
    /// | variable | is |
    /// | --- | --- |
    /// | `DORMOUSE_CONFIG` | a file to be read, above which the other variables stand |
    /// | `DORMOUSE_PRESET` | `preset` |
    /// | `DORMOUSE_HIBERNATE_AFTER` | `hibernate_after` of all actors |
    /// | `DORMOUSE_FREEZE_AFTER` | `freeze_after` of all actors (feature `freeze`) |
    /// | `DORMOUSE_SUPERVISORS_HIBERNATE_AFTER` | `hibernate_after` of all supervisors |
    /// | `DORMOUSE_WARNINGS_HIBERNATIONS_PER_SECOND`, `.._STATE`, `.._WAKE_UP` | those of `[warnings]` |
    /// | `DORMOUSE_COMPACTION_SLACK`, `.._SHARE`, `.._MOVE_BELOW` | those of `[compaction]` |
    ///
    /// Nothing is read unless this is called.
    ///
    /// # Errors
    ///
    /// All that is wrong, variables that begin with `DORMOUSE_` and are not known included.
    pub fn from_env() -> Result<Self, ConfigError> {
        environment::read(std::env::vars_os())
    }

    /// Reads variables that come from elsewhere, as [`Config::from_env`] does.
    ///
    /// ```
    /// use dormouse::Config;
    ///
    /// let error = Config::from_vars([("DORMOUSE_HIBERNATE_AFTR", "5s")]).unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "DORMOUSE_HIBERNATE_AFTR: unknown variable, did you mean `DORMOUSE_HIBERNATE_AFTER`?",
    /// );
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`Config::from_env`].
    pub fn from_vars<N, V>(variables: impl IntoIterator<Item = (N, V)>) -> Result<Self, ConfigError>
    where
        N: Into<OsString>,
        V: Into<OsString>,
    {
        let variables = variables.into_iter();
        environment::read(variables.map(|(name, value)| (name.into(), value.into())))
    }

    /// How long actors may be idle before they hibernate by themselves, whatever their attributes say.
    pub fn hibernate_after(mut self, after: impl Into<HibernateAfter>) -> Self {
        self.actors = self.actors.hibernate_after(after);
        self
    }

    /// How long actors may sleep before their [`Freezable`](crate::Freezable) fields are frozen, whatever their attributes say.
    #[cfg(feature = "freeze")]
    pub fn freeze_after(mut self, after: impl Into<FreezeAfter>) -> Self {
        self.actors = self.actors.freeze_after(after);
        self
    }

    /// How long supervisors may be idle before they hibernate by themselves, whatever their attributes say.
    pub fn supervisors_hibernate_after(mut self, after: impl Into<HibernateAfter>) -> Self {
        self.supervisors = self.supervisors.hibernate_after(after);
        self
    }

    /// What holds for actors of type `A`, and of others of that name: sections go by the name of the type, without its
    /// path, as they do in text.
    pub fn actor<A: Actor>(mut self, section: Section) -> Self {
        let name = A::OPTIONS.name().to_owned();
        self.actor_sections.entry(name).or_default().merge(section);
        self
    }

    /// What holds for supervisors of type `S`, and of others of that name.
    pub fn supervisor<S: Supervisor>(mut self, section: SupervisorSection) -> Self {
        let name = S::OPTIONS.name.to_owned();
        self.supervisor_sections
            .entry(name)
            .or_default()
            .merge(section);
        self
    }

    /// The thresholds of warnings, for all actors.
    pub fn warnings(mut self, warnings: Warnings) -> Self {
        self.actors = self.actors.warnings(warnings);
        self
    }

    /// The thresholds of compaction, for all actors.
    pub fn compaction(mut self, thresholds: CompactionThresholds) -> Self {
        self.actors = self.actors.compaction(thresholds);
        self
    }

    /// Puts `above` over this one: what both say is as `above` says, setting by setting.
    ///
    /// ```
    /// use dormouse::Config;
    ///
    /// let file = Config::parse("hibernate_after = 20s")?;
    /// let variables = Config::from_vars([("DORMOUSE_HIBERNATE_AFTER", "off")])?;
    /// assert_eq!(Config::production().merge(file).merge(variables), Config::parse(
    ///     "preset = production
    ///     hibernate_after = off",
    /// )?);
    /// # Ok::<(), dormouse::ConfigError>(())
    /// ```
    pub fn merge(mut self, above: Self) -> Self {
        // A preset that is put above is meant, whatever was said of all actors below it.
        if above.preset.is_some() {
            self.preset = above.preset;
            self.actors.hibernate_after = None;
        }
        self.actors = self.actors.merge(above.actors);
        self.supervisors = self.supervisors.merge(above.supervisors);
        for (name, section) in above.actor_sections {
            self.actor_sections
                .entry(name)
                .or_default()
                .merge(section.section);
        }
        for (name, section) in above.supervisor_sections {
            self.supervisor_sections
                .entry(name)
                .or_default()
                .merge(section.section);
        }
        self
    }

    /// Makes it hold for the tokio runtime that the caller is in, until that ends.
    ///
    /// Once, before the first actor or supervisor is started there: what is running has been started by what
    /// held then. Later there is [`replace`](Config::replace).
    ///
    /// # Errors
    ///
    /// When that is too late, and when the caller is not inside a tokio runtime with a timer.
    pub fn install(self) -> Result<(), InstallError> {
        let system = System::current()?;
        if !system.config().install(self) {
            return Err(InstallError::TooLate);
        }
        live::keep(&system);
        Ok(())
    }

    /// Makes it hold from now on, in place of what did, also for actors and supervisors that run.
    ///
    /// What it does not say is again as the attributes say: to change one setting and leave the others, put it over what is
    /// [installed](Config::installed).
    ///
    /// | setting | of an actor or a supervisor that runs, holds |
    /// | --- | --- |
    /// | `hibernate_after` | from its next idle time on, and in the one that it is in where that had an end; up to 5 s late where the time was longer before |
    /// | warnings, compaction | the next time that it falls asleep |
    /// | `freeze_after` | from its next sleep on, and in the one that it is in where there was a time; up to 5 min late where that was longer before |
    ///
    /// One that sleeps is not woken. What was said at a start stays above it.
    ///
    /// ```
    /// use dormouse::prelude::*;
    /// use dormouse::Config;
    ///
    /// #[actor]
    /// struct Session;
    ///
    /// #[actor]
    /// impl Session {}
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// Config::production().install()?;
    /// let session = Session.spawn()?;
    /// assert_eq!(session.actor().hibernate_after().to_string(), "30s (config)");
    ///
    /// let change = Config::parse("[actor Session]\nhibernate_after = 5s")?;
    /// Config::installed().unwrap_or_default().merge(change).replace()?;
    /// assert_eq!(session.actor().hibernate_after().to_string(), "5s (section)");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// When the caller is not inside a tokio runtime with a timer.
    pub fn replace(self) -> Result<(), InstallError> {
        let system = System::current()?;
        system.config().replace(self);
        live::keep(&system);
        Ok(())
    }

    /// What holds for the tokio runtime that the caller is in. `None` while nothing was installed and no actor
    /// has been started there.
    #[must_use]
    pub fn installed() -> Option<Self> {
        let system = System::find().ok()??;
        system.config().installed()
    }

    /// The sections that nobody has read yet, as they stand in a text: there has been no actor or supervisor of that name on the
    /// runtime. Where all types have been started once, these are misspelt.
    ///
    /// ```
    /// use dormouse::prelude::*;
    /// use dormouse::Config;
    ///
    /// #[actor]
    /// struct Session;
    ///
    /// #[actor]
    /// impl Session {}
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let text = "[actor Session]\nhibernate_after = 5s\n[actor Sesion]\nhibernate_after = 5s";
    /// Config::parse(text)?.install()?;
    /// let session = Session.spawn()?;
    /// assert_eq!(Config::installed().expect("ours").unread(), ["[actor Sesion]"]);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn unread(&self) -> Vec<String> {
        let mut all = layers::unread("actor", &self.actor_sections);
        all.append(&mut layers::unread("supervisor", &self.supervisor_sections));
        all
    }
}
