//! Values as users write them: pure functions from text.

use std::time::Duration;

use super::after::HibernateAfter;

const DURATION: &str =
    "write a whole number and one of the units `ms`, `s`, `m` and `h`, such as `30s`";
const SIZE: &str =
    "write a whole number and one of the units `B`, `KB`, `KiB`, `MB` and `MiB`, such as `100KB`";

/// What is wrong, and what to write.
pub(super) type Mistake = (String, String);

/// `off`, `0` or a duration.
pub(super) fn after(text: &str) -> Result<HibernateAfter, Mistake> {
    or_off(text, |text| match text {
        "0" => Ok(Duration::ZERO),
        text => duration(text),
    })
    .map(HibernateAfter::from)
}

/// `off`, or what `read` makes of it.
pub(super) fn or_off<T>(
    text: &str,
    read: impl FnOnce(&str) -> Result<T, Mistake>,
) -> Result<Option<T>, Mistake> {
    if text == "off" {
        return Ok(None);
    }
    read(text).map(Some).map_err(|(message, help)| {
        let off = matches!(
            text.to_ascii_lowercase().as_str(),
            "off" | "never" | "none" | "no" | "false" | "infinity"
        );
        let help = if off {
            "write `off`".to_owned()
        } else {
            format!("{help}, or `off`")
        };
        (message, help)
    })
}

/// Such as `1500ms`.
pub(super) fn duration(text: &str) -> Result<Duration, Mistake> {
    let mistake = || (format!("`{text}` is not a duration"), DURATION.to_owned());
    let (count, unit) = split(text).ok_or_else(mistake)?;
    let factor = match unit {
        "ms" => 1,
        "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        _ => return Err(mistake()),
    };
    count
        .checked_mul(factor)
        .map(Duration::from_millis)
        .ok_or_else(|| {
            let help = "at most 2^64 milliseconds fit".to_owned();
            (format!("`{text}` is too long a time"), help)
        })
}

/// Bytes, such as `100KB`.
pub(super) fn size(text: &str) -> Result<usize, Mistake> {
    let mistake = || (format!("`{text}` is not a size"), SIZE.to_owned());
    let (count, unit) = split(text).ok_or_else(mistake)?;
    let factor = match unit {
        "B" => 1,
        "KB" => 1_000,
        "KiB" => 1 << 10,
        "MB" => 1_000_000,
        "MiB" => 1 << 20,
        _ => return Err(mistake()),
    };
    let bytes = count.checked_mul(factor);
    let bytes = bytes.and_then(|bytes| usize::try_from(bytes).ok());
    bytes.ok_or_else(|| (format!("`{text}` is too large"), SIZE.to_owned()))
}

/// Such as `25%`.
pub(super) fn percent(text: &str) -> Result<u32, Mistake> {
    let share = split(text).filter(|(_, unit)| *unit == "%");
    let share = share.and_then(|(count, _)| u32::try_from(count).ok());
    share.ok_or_else(|| {
        let help = "write a whole number and `%`, such as `25%`".to_owned();
        (format!("`{text}` is not a share"), help)
    })
}

/// A whole number of something that happens.
pub(super) fn count(text: &str) -> Result<u32, Mistake> {
    text.parse().map_err(|_| {
        let help = format!("write a whole number up to {}", u32::MAX);
        (format!("`{text}` is not a number"), help)
    })
}

fn split(text: &str) -> Option<(u64, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (count, unit) = text.split_at_checked(digits)?;
    Some((count.parse().ok()?, unit))
}

/// The shortest text that is read as the same time, to the millisecond.
pub(super) fn shown(time: Duration) -> String {
    let millis = time.as_millis();
    match millis {
        0 => "0".to_owned(),
        _ if millis.is_multiple_of(3_600_000) => format!("{}h", millis / 3_600_000),
        _ if millis.is_multiple_of(60_000) => format!("{}m", millis / 60_000),
        _ if millis.is_multiple_of(1_000) => format!("{}s", millis / 1_000),
        _ => format!("{millis}ms"),
    }
}

/// The candidate that `word` was probably meant to be.
pub(super) fn nearest<'a>(word: &str, candidates: &[&'a str]) -> Option<&'a str> {
    candidates
        .iter()
        .map(|candidate| (distance(word, candidate), *candidate))
        .filter(|(distance, candidate)| *distance <= candidate.len().max(3) / 3)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Levenshtein's distance.
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (index, wanted) in from.chars().enumerate() {
        let mut left = index + 1;
        let mut next = vec![left];
        for (found, pair) in to.iter().zip(row.windows(2)) {
            left = (pair[0] + usize::from(wanted != *found)).min(pair[1].min(left) + 1);
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_a_whole_number_and_a_unit() {
        assert_eq!(duration("1500ms"), Ok(Duration::from_millis(1500)));
        assert_eq!(duration("2h"), Ok(Duration::from_secs(7200)));
        for wrong in ["", "5", "s", "5 s", "1.5s", "-1s", "5sec", "5s5"] {
            assert!(duration(wrong).is_err(), "{wrong}");
        }
        let (message, _) = duration("18446744073709551615h").unwrap_err();
        assert_eq!(message, "`18446744073709551615h` is too long a time");
    }

    #[test]
    fn what_is_shown_is_read_as_the_same() {
        for text in ["0", "1ms", "1500ms", "5s", "90s", "2m", "3h", "off"] {
            assert_eq!(after(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn sizes_tell_thousands_from_powers_of_two() {
        assert_eq!(size("100KB"), Ok(100_000));
        assert_eq!(size("100KiB"), Ok(102_400));
        assert_eq!(size("7B"), Ok(7));
        assert!(size("7").is_err());
    }

    #[test]
    fn other_words_for_off_are_told_what_to_write() {
        let (_, help) = after("never").unwrap_err();
        assert_eq!(help, "write `off`");
    }

    #[test]
    fn a_word_far_from_all_is_not_guessed() {
        assert_eq!(nearest("wake_upp", &["state", "wake_up"]), Some("wake_up"));
        assert_eq!(nearest("colour", &["state", "wake_up"]), None);
    }
}
