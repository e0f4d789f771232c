//! A configuration as text: `key = value`, by line, in sections.

use std::collections::BTreeSet;

use super::value::{self, Mistake};
use super::{Config, Preset, Section};

/// The keys of all sections; those before the first section are of all actors.
const TOP: &[&str] = &["hibernate_after", "preset"];
const SECTION: &[&str] = &["hibernate_after"];
const WARNINGS: &[&str] = &["hibernations_per_second", "state", "wake_up"];
const PRESETS: &[&str] = &["development", "performance", "production"];

/// Where a key stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    Actors,
    Supervisors,
    Warnings,
    Actor(String),
    Supervisor(String),
}

impl Place {
    fn keys(&self) -> &'static [&'static str] {
        match self {
            Self::Actors => TOP,
            Self::Supervisors | Self::Actor(_) | Self::Supervisor(_) => SECTION,
            Self::Warnings => WARNINGS,
        }
    }

    /// What stands between the brackets.
    fn read(text: &str) -> Result<Self, Mistake> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let named = |name: &str| is_name(name).then(|| name.to_owned());
        let place = match words.as_slice() {
            ["supervisors"] => Some(Self::Supervisors),
            ["warnings"] => Some(Self::Warnings),
            ["actor", name] => named(name).map(Self::Actor),
            ["supervisor", name] => named(name).map(Self::Supervisor),
            _ => None,
        };
        place.ok_or_else(|| {
            let first = words.first().copied().unwrap_or_default();
            let known = ["actor", "supervisor", "supervisors", "warnings"];
            let message = match value::nearest(first, &known) {
                Some(meant) if !known.contains(&first) => {
                    format!("unknown section `[{text}]`, did you mean `{meant}`?")
                }
                _ => format!("unknown section `[{text}]`"),
            };
            let help = "sections are `[actor Name]`, `[supervisor Name]`, `[supervisors]` and \
                        `[warnings]`";
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
    let section = match (place, key) {
        (Place::Actors, "preset") => {
            config.preset = Some(preset(text)?);
            return Ok(());
        }
        (Place::Warnings, _) => return warning(config, key, text),
        (_, "hibernate_after") => match place {
            Place::Actors => &mut config.actors,
            Place::Supervisors | Place::Warnings => &mut config.supervisors,
            Place::Actor(name) => {
                let sections = &mut config.actor_sections;
                &mut sections.entry(name.clone()).or_default().section
            }
            Place::Supervisor(name) => {
                let sections = &mut config.supervisor_sections;
                &mut sections.entry(name.clone()).or_default().section
            }
        },
        _ => return Err(unknown(key, place.keys())),
    };
    let after = value::after(text).map_err(|mistake| of_key(key, mistake))?;
    *section = Section::new().hibernate_after(after);
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

fn warning(config: &mut Config, key: &str, text: &str) -> Result<(), Mistake> {
    let wrong = |mistake| of_key(key, mistake);
    let warnings = &mut config.warnings;
    match key {
        "hibernations_per_second" => {
            let limit = value::or_off(text, value::count).map_err(wrong)?;
            *warnings = warnings.hibernations_per_second(limit);
        }
        "wake_up" => {
            *warnings = warnings.wake_up(value::or_off(text, value::duration).map_err(wrong)?);
        }
        "state" => *warnings = warnings.state(value::or_off(text, value::size).map_err(wrong)?),
        _ => return Err(unknown(key, WARNINGS)),
    }
    Ok(())
}

fn of_key(key: &str, (message, help): Mistake) -> Mistake {
    (format!("`{key}`: {message}"), help)
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
