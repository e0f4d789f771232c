//! A configuration as variables of the environment.

use std::ffi::{OsStr, OsString};
use std::path::Path;

use super::text::{self, Place};
use super::{Config, ConfigError, value};

const PREFIX: &str = "DORMOUSE_";

/// What may follow the prefix: a file to read, and the settings that are of no type.
const FILE: &str = "CONFIG";
const NAMES: &[(&str, Place, &str)] = &[
    ("PRESET", Place::Actors, "preset"),
    ("HIBERNATE_AFTER", Place::Actors, "hibernate_after"),
    ("FREEZE_AFTER", Place::Actors, "freeze_after"),
    (
        "SUPERVISORS_HIBERNATE_AFTER",
        Place::Supervisors,
        "hibernate_after",
    ),
    (
        "WARNINGS_HIBERNATIONS_PER_SECOND",
        Place::Warnings,
        "hibernations_per_second",
    ),
    ("WARNINGS_STATE", Place::Warnings, "state"),
    ("WARNINGS_WAKE_UP", Place::Warnings, "wake_up"),
    ("COMPACTION_SLACK", Place::Compaction, "slack"),
    ("COMPACTION_SHARE", Place::Compaction, "share"),
    ("COMPACTION_MOVE_BELOW", Place::Compaction, "move_below"),
    (
        "COMPACTION_DEFRAGMENT_ABOVE",
        Place::Compaction,
        "defragment_above",
    ),
];

/// Reads all variables that begin with `DORMOUSE_`; the others are nobody's business.
pub(super) fn read(
    variables: impl Iterator<Item = (OsString, OsString)>,
) -> Result<Config, ConfigError> {
    let mut config = Config::default();
    let mut file = None;
    let mut mistakes = Vec::new();
    for (name, value) in variables {
        let Some(suffix) = name.to_str().and_then(|name| name.strip_prefix(PREFIX)) else {
            continue;
        };
        if suffix == FILE {
            file = Some(value);
        } else if let Err(mistake) = variable(&mut config, suffix, &value) {
            mistakes.push(format!("{PREFIX}{suffix}: {mistake}"));
        }
    }
    let below = match file.map(|file| of_file(Path::new(&file))) {
        None => Config::default(),
        Some(Ok(below)) => below,
        Some(Err(error)) => {
            mistakes.extend(error.mistakes().map(str::to_owned));
            Config::default()
        }
    };
    if mistakes.is_empty() {
        return Ok(below.merge(config));
    }
    mistakes.sort();
    Err(ConfigError::new(mistakes))
}

fn variable(config: &mut Config, suffix: &str, value: &OsStr) -> Result<(), String> {
    let Some((_, place, key)) = NAMES.iter().find(|(name, ..)| *name == suffix) else {
        let names: Vec<&str> = NAMES.iter().map(|(name, ..)| *name).chain([FILE]).collect();
        return Err(match value::nearest(suffix, &names) {
            Some(meant) => format!("unknown variable, did you mean `{PREFIX}{meant}`?"),
            None => {
                let names: Vec<String> =
                    names.iter().map(|name| format!("{PREFIX}{name}")).collect();
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                format!("unknown variable: there are {}", text::list(&names))
            }
        });
    };
    let value = value
        .to_str()
        .ok_or_else(|| "its value is not UTF-8".to_owned())?;
    text::set(config, place, key, value.trim())
        .map_err(|(message, help)| format!("{message}: {help}"))
}

/// Reads a file; a mistake in it is told with its name and line.
pub(super) fn of_file(path: &Path) -> Result<Config, ConfigError> {
    let origin = path.display().to_string();
    let content = std::fs::read_to_string(path)
        .map_err(|error| ConfigError::new(vec![format!("{origin}: cannot be read: {error}")]))?;
    text::parse(&content, &origin).map_err(ConfigError::new)
}
