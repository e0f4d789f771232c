//! A configuration as text: `key = value`, by line, in sections.

use std::collections::BTreeSet;

use super::value::{self, Mistake};
use super::warnings::Warnings;
use super::{Config, Preset, Section, SupervisorSection};
use crate::compact::CompactionThresholds;

/// The keys of all sections; those before the first section are of all actors.
const TOP: &[&str] = &["freeze_after", "hibernate_after", "preset"];
const SUPERVISORS: &[&str] = &["hibernate_after"];
const SECTION: &[&str] = &[
    "hibernate_after",
    "compaction.defragment_above",
    "compaction.move_below",
    "compaction.share",
    "compaction.slack",
    "freeze_after",
    "warnings.hibernations_per_second",
    "warnings.state",
    "warnings.wake_up",
];
const COMPACTION: &[&str] = &["defragment_above", "move_below", "share", "slack"];
const WARNINGS: &[&str] = &["hibernations_per_second", "state", "wake_up"];
const PRESETS: &[&str] = &["development", "performance", "production"];

/// Where a key stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    Actors,
    Supervisors,
    Warnings,
    Compaction,
    Actor(String),
    Supervisor(String),
}

impl Place {
    fn keys(&self) -> &'static [&'static str] {
        match self {
            Self::Actors => TOP,
            Self::Actor(_) => SECTION,
            Self::Supervisors | Self::Supervisor(_) => SUPERVISORS,
            Self::Warnings => WARNINGS,
            Self::Compaction => COMPACTION,
        }
    }

    /// What stands between the brackets.
    fn read(text: &str) -> Result<Self, Mistake> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let named = |name: &str| is_name(name).then(|| name.to_owned());
        let place = match words.as_slice() {
            ["supervisors"] => Some(Self::Supervisors),
            ["warnings"] => Some(Self::Warnings),
            ["compaction"] => Some(Self::Compaction),
            ["actor", name] => named(name).map(Self::Actor),
            ["supervisor", name] => named(name).map(Self::Supervisor),
            _ => None,
        };
        place.ok_or_else(|| {
            let first = words.first().copied().unwrap_or_default();
            let known = [
                "actor",
                "compaction",
                "supervisor",
                "supervisors",
                "warnings",
            ];
            let message = match value::nearest(first, &known) {
                Some(meant) if !known.contains(&first) => {
                    format!("unknown section `[{text}]`, did you mean `{meant}`?")
                }
                _ => format!("unknown section `[{text}]`"),
            };
            let help = "sections are `[actor Name]`, `[supervisor Name]`, `[supervisors]`, \
                        `[warnings]` and `[compaction]`";
            (message, help.to_owned())
        })
    }
}

/// Whether a type may be called that.
fn is_name(word: &str) -> bool {
    let mut letters = word.chars();
    letters
        .next()
        .is_some_and(|first| first.is_alphabetic() || first == '_')
        && letters.all(|letter| letter.is_alphanumeric() || letter == '_')
}

/// Reads a whole text; each mistake begins with `origin` and its line.
pub(super) fn parse(text: &str, origin: &str) -> Result<Config, Vec<String>> {
    let mut config = Config::default();
    let mut mistakes = Vec::new();
    let mut seen = BTreeSet::new();
    // `None`: in a section that is not known, of which nothing can be said.
    let mut place = Some(Place::Actors);
    for (line, number) in text.lines().zip(1_usize..) {
        let content = line.split('#').next().unwrap_or_default().trim();
        let result = if content.is_empty() {
            Ok(())
        } else if let Some(name) = content.strip_prefix('[') {
            let read = section(name);
            place = read.as_ref().ok().cloned();
            read.map(drop)
        } else {
            match &place {
                Some(place) => entry(&mut config, place, content, &mut seen),
                None => Ok(()),
            }
        };
        if let Err((message, help)) = result {
            mistakes.push(format!("{origin}:{number}: {message}: {help}"));
        }
    }
    if mistakes.is_empty() {
        Ok(config)
    } else {
        Err(mistakes)
    }
}

fn section(rest: &str) -> Result<Place, Mistake> {
    let name = rest.strip_suffix(']').ok_or_else(|| {
        let help = "write it as `[actor Session]`".to_owned();
        (format!("the section `[{rest}` is not closed"), help)
    })?;
    Place::read(name.trim())
}

fn entry(
    config: &mut Config,
    place: &Place,
    content: &str,
    seen: &mut BTreeSet<(Place, String)>,
) -> Result<(), Mistake> {
    let (key, text) = content.split_once('=').ok_or_else(|| {
        let help = "write `key = value`".to_owned();
        (format!("`{content}` is no setting"), help)
    })?;
    let (key, text) = (key.trim(), text.trim());
    set(config, place, key, text)?;
    if seen.insert((place.clone(), key.to_owned())) {
        return Ok(());
    }
    let help = "keep one of the two".to_owned();
    Err((format!("`{key}` is set twice in this section"), help))
}

/// One setting, wherever it was read.
pub(super) fn set(
    config: &mut Config,
    place: &Place,
    key: &str,
    text: &str,
) -> Result<(), Mistake> {
    let known = place.keys();
    if !known.contains(&key) {
        return Err(unknown(key, known));
    }
    let result = match place {
        Place::Actors if key == "preset" => {
            config.preset = Some(preset(text)?);
            return Ok(());
        }
        Place::Actors => of_actors(&mut config.actors, key, text),
        Place::Warnings => warning(&mut config.actors.warnings, key, text),
        Place::Compaction => compaction(&mut config.actors.compaction, key, text),
        Place::Actor(name) => {
            let named = config.actor_sections.entry(name.clone()).or_default();
            of_actors(&mut named.section, key, text)
        }
        Place::Supervisors => of_supervisors(&mut config.supervisors, text),
        Place::Supervisor(name) => {
            let named = config.supervisor_sections.entry(name.clone()).or_default();
            of_supervisors(&mut named.section, text)
        }
    };
    result.map_err(|(message, help)| (format!("`{key}`: {message}"), help))
}

/// A key of [`SECTION`].
fn of_actors(section: &mut Section, key: &str, text: &str) -> Result<(), Mistake> {
    if let Some(key) = key.strip_prefix("warnings.") {
        warning(&mut section.warnings, key, text)
    } else if let Some(key) = key.strip_prefix("compaction.") {
        compaction(&mut section.compaction, key, text)
    } else if key == "freeze_after" {
        freeze(section, text)
    } else {
        section.hibernate_after = Some(value::after(text)?);
        Ok(())
    }
}

#[cfg(feature = "freeze")]
fn freeze(section: &mut Section, text: &str) -> Result<(), Mistake> {
    let after = value::after(text)?.duration();
    section.freeze_after = Some(after.into());
    Ok(())
}

#[cfg(not(feature = "freeze"))]
fn freeze(_: &mut Section, _: &str) -> Result<(), Mistake> {
    let message = "nothing can be frozen here".to_owned();
    let help = "build with the feature `freeze` of dormouse, or leave it out".to_owned();
    Err((message, help))
}

fn of_supervisors(section: &mut SupervisorSection, text: &str) -> Result<(), Mistake> {
    section.hibernate_after = Some(value::after(text)?);
    Ok(())
}

fn preset(text: &str) -> Result<Preset, Mistake> {
    match text {
        "development" => Ok(Preset::Development),
        "production" => Ok(Preset::Production),
        "performance" => Ok(Preset::Performance),
        other => {
            let meant = value::nearest(other, PRESETS);
            let message = match meant {
                Some(meant) => format!("unknown preset `{other}`, did you mean `{meant}`?"),
                None => format!("unknown preset `{other}`"),
            };
            Err((message, format!("presets are {}", list(PRESETS))))
        }
    }
}

/// A key of [`WARNINGS`].
fn warning(warnings: &mut Warnings, key: &str, text: &str) -> Result<(), Mistake> {
    *warnings = match key {
        "hibernations_per_second" => {
            warnings.hibernations_per_second(value::or_off(text, value::count)?)
        }
        "state" => warnings.state(value::or_off(text, value::size)?),
        _ => warnings.wake_up(value::or_off(text, value::duration)?),
    };
    Ok(())
}

/// A key of [`COMPACTION`].
fn compaction(thresholds: &mut CompactionThresholds, key: &str, text: &str) -> Result<(), Mistake> {
    *thresholds = match key {
        "slack" => thresholds.slack(value::or_off(text, value::size)?),
        "defragment_above" => thresholds.defragment_above(value::or_off(text, value::size)?),
        "share" => thresholds.share(value::percent(text)?),
        _ => thresholds.move_below(value::size(text)?),
    };
    Ok(())
}

fn unknown(key: &str, keys: &[&str]) -> Mistake {
    let message = match value::nearest(key, keys) {
        Some(meant) => format!("unknown key `{key}`, did you mean `{meant}`?"),
        None => format!("unknown key `{key}`"),
    };
    (message, format!("keys here are {}", list(keys)))
}

/// `` `a`, `b` ``.
pub(super) fn list(words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    words.join(", ")
}

#[cfg(all(test, not(feature = "freeze")))]
mod tests {
    use super::*;

    #[test]
    fn what_needs_a_feature_says_so() {
        let told = Config::parse("freeze_after = 1h").unwrap_err().to_string();
        assert_eq!(
            told,
            "line:1: `freeze_after`: nothing can be frozen here: build with the feature `freeze` of dormouse, or leave it out"
        );
    }
}
