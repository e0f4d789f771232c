//! The table: a row a line, printed as soon as it is known.

use std::io::{self, Write};

use super::Failure;
use super::allocator;
use super::suite::Sample;

/// What a row measures, and what it must at least come to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    pub(crate) name: &'static str,
    pub(crate) unit: &'static str,
    pub(crate) floors: &'static [Floor],
}

impl Row {
    pub(crate) const fn new(
        name: &'static str,
        unit: &'static str,
        floors: &'static [Floor],
    ) -> Self {
        Self { name, unit, floors }
    }
}

/// What must hold of the median.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Floor {
    AtMost(f64),
    AtLeast(f64),
    /// Of the ratio to the yardstick.
    RatioAtMost(f64),
    RatioAtLeast(f64),
}

impl Floor {
    fn holds(self, value: f64, ratio: Option<f64>) -> bool {
        match self {
            Self::AtMost(limit) => value <= limit,
            Self::AtLeast(limit) => value >= limit,
            Self::RatioAtMost(limit) => ratio.is_some_and(|ratio| ratio <= limit),
            Self::RatioAtLeast(limit) => ratio.is_some_and(|ratio| ratio >= limit),
        }
    }

    fn text(self, unit: &str) -> String {
        match self {
            Self::AtMost(limit) => format!("<= {} {unit}", short(limit)),
            Self::AtLeast(limit) => format!(">= {} {unit}", short(limit)),
            Self::RatioAtMost(limit) => format!("<= {}x", short(limit)),
            Self::RatioAtLeast(limit) => format!(">= {}x", short(limit)),
        }
    }
}

/// Prints where the figures come from, and the head of the table.
pub(crate) fn begin(yardstick: &str) {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().unwrap_or_default();
    println!(
        "allocator {}, {cores} cores, load {load} before; median (lowest - highest)\n",
        allocator::NAME
    );
    line("row", "unit", yardstick, "dormouse", "ratio", "floor");
    println!("{}", "-".repeat(138));
}

/// Prints a row.
pub(crate) fn row(row: &Row, samples: &[Sample]) {
    let values: Vec<f64> = samples.iter().map(|sample| sample.value).collect();
    let yardsticks: Vec<f64> = samples
        .iter()
        .filter_map(|sample| sample.yardstick)
        .collect();
    let ratios: Vec<f64> = samples
        .iter()
        .filter_map(|sample| {
            Some(sample.value / sample.yardstick.filter(|yardstick| *yardstick > 0.0)?)
        })
        .collect();
    let Some(value) = median(&values) else {
        return failed(row, &"no round came to an end".into());
    };
    let ratio = median(&ratios);
    let verdicts: Vec<String> = row
        .floors
        .iter()
        .map(|floor| {
            let verdict = if floor.holds(value, ratio) {
                "PASS"
            } else {
                "FAIL"
            };
            format!("{} {verdict}", floor.text(row.unit))
        })
        .collect();
    line(
        row.name,
        row.unit,
        &summary(&yardsticks),
        &summary(&values),
        &summary(&ratios),
        &verdicts.join(", "),
    );
}

/// Prints a row whose workload went wrong.
pub(crate) fn failed(row: &Row, failure: &Failure) {
    line(row.name, row.unit, "", "", "", &format!("WRONG: {failure}"));
}

fn line(name: &str, unit: &str, yardstick: &str, value: &str, ratio: &str, floor: &str) {
    println!("{name:<34} {unit:<6} {yardstick:>22} {value:>22} {ratio:>21}  {floor}");
    // Shown at once also through a pipe; when nobody reads any more, there is nobody to tell.
    let _ = io::stdout().flush();
}

fn summary(values: &[f64]) -> String {
    let lowest = values.iter().copied().fold(f64::INFINITY, f64::min);
    let highest = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    match median(values) {
        None => String::new(),
        Some(median) if values.len() == 1 => short(median),
        Some(median) => format!("{} ({} - {})", short(median), short(lowest), short(highest)),
    }
}

/// The middle one, or the mean of the two in the middle.
pub(crate) fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let upper = *sorted.get(sorted.len() / 2)?;
    if sorted.len() % 2 == 1 {
        return Some(upper);
    }
    let lower = *sorted.get(sorted.len() / 2 - 1)?;
    Some(f64::midpoint(lower, upper))
}

/// Three digits that count.
fn short(value: f64) -> String {
    match value.abs() {
        size if size >= 100.0 || value.fract() == 0.0 => format!("{value:.0}"),
        size if size >= 10.0 => format!("{value:.1}"),
        size if size >= 0.1 => format!("{value:.2}"),
        _ => format!("{value:.3}"),
    }
}
