//! Texts that are made while the user's crate is compiled, where there is no `format!`.

use std::time::Duration;

/// How long a text may become, in bytes; what is longer is cut.
const LONGEST: usize = 1_000;

pub(super) struct Text {
    bytes: [u8; LONGEST],
    len: usize,
}

impl Text {
    pub(super) const fn new() -> Self {
        Self {
            bytes: [0; LONGEST],
            len: 0,
        }
    }

    /// Adds what fits, in whole characters.
    pub(super) const fn add(mut self, part: &str) -> Self {
        let part = part.as_bytes();
        if self.len + part.len() > LONGEST {
            return self;
        }
        let mut index = 0;
        while index < part.len() {
            self.bytes[self.len] = part[index];
            self.len += 1;
            index += 1;
        }
        self
    }

    /// Adds a time in the largest unit that gives a whole number.
    pub(super) const fn duration(self, time: Duration) -> Self {
        let nanos = time.as_nanos();
        let units: [(u128, &str); 5] = [
            (3_600_000_000_000, "h"),
            (60_000_000_000, "m"),
            (1_000_000_000, "s"),
            (1_000_000, "ms"),
            (1_000, "us"),
        ];
        let mut index = 0;
        while index < units.len() {
            let (size, unit) = units[index];
            if nanos >= size && nanos.is_multiple_of(size) {
                return self.number(nanos / size).add(unit);
            }
            index += 1;
        }
        self.number(nanos).add("ns")
    }

    const fn number(self, number: u128) -> Self {
        const DIGITS: &str = "0123456789";
        let text = if number > 9 {
            self.number(number / 10)
        } else {
            self
        };
        let digit = (number % 10) as usize;
        text.add(DIGITS.split_at(digit).1.split_at(1).0)
    }

    pub(super) const fn as_str(&self) -> &str {
        let (text, _) = self.bytes.split_at(self.len);
        match std::str::from_utf8(text) {
            Ok(text) => text,
            Err(_) => "",
        }
    }
}

/// Equal, in a constant.
pub(super) const fn same(one: &str, other: &str) -> bool {
    matches!(compare(one, other), std::cmp::Ordering::Equal)
}

pub(super) const fn compare(one: &str, other: &str) -> std::cmp::Ordering {
    use std::cmp::Ordering;
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut index = 0;
    while index < one.len() && index < other.len() {
        if one[index] != other[index] {
            return if one[index] < other[index] {
                Ordering::Less
            } else {
                Ordering::Greater
            };
        }
        index += 1;
    }
    if one.len() == other.len() {
        Ordering::Equal
    } else if one.len() < other.len() {
        Ordering::Less
    } else {
        Ordering::Greater
    }
}
