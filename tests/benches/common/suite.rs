//! Rounds: the yardstick and the thing itself in turn, in one process.

use super::Failure;
use super::args::Args;
use super::child;
use super::table::{self, Row};

/// One round of one row.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sample {
    /// The same work on raw tokio, where there is such a thing.
    pub(crate) yardstick: Option<f64>,
    pub(crate) value: f64,
}

impl Sample {
    pub(crate) fn alone(value: f64) -> Self {
        Self {
            yardstick: None,
            value,
        }
    }

    pub(crate) fn against(yardstick: f64, value: f64) -> Self {
        Self {
            yardstick: Some(yardstick),
            value,
        }
    }

    pub(crate) fn parse(word: &str) -> Result<Self, Failure> {
        Ok(match word.split_once('/') {
            Some((value, yardstick)) => Self::against(yardstick.parse()?, value.parse()?),
            None => Self::alone(word.parse()?),
        })
    }

    pub(crate) fn to_word(self) -> String {
        match self.yardstick {
            Some(yardstick) => format!("{}/{yardstick}", self.value),
            None => self.value.to_string(),
        }
    }
}

/// Runs the rows that were asked for.
#[derive(Debug)]
pub(crate) struct Suite {
    args: Args,
}

impl Suite {
    pub(crate) fn begin(args: Args, yardstick: &str) -> Self {
        table::begin(yardstick);
        Self { args }
    }

    pub(crate) fn args(&self) -> &Args {
        &self.args
    }

    pub(crate) fn wants(&self, rows: &[Row]) -> bool {
        rows.iter().any(|row| self.args.wants(row.name))
    }

    /// Both sides in turn; who is first changes with each round. The round before the first warms up.
    pub(crate) fn compare(
        &self,
        row: Row,
        mut yardstick: impl FnMut() -> Result<f64, Failure>,
        mut own: impl FnMut() -> Result<f64, Failure>,
    ) {
        let mut first = false;
        self.repeat(&[row], || {
            first = !first;
            let (yardstick, value) = if first {
                (yardstick()?, own()?)
            } else {
                let value = own()?;
                (yardstick()?, value)
            };
            Ok(vec![Sample::against(yardstick, value)])
        });
    }

    /// A workload that gives all samples of a round.
    pub(crate) fn repeat(
        &self,
        rows: &[Row],
        mut round: impl FnMut() -> Result<Vec<Sample>, Failure>,
    ) {
        if self.wants(rows) {
            let rounds = round().and_then(|_| (0..self.args.rounds()).map(|_| round()).collect());
            self.print(rows, rounds);
        }
    }

    /// A workload with a process of its own, `times` over.
    pub(crate) fn in_child(&self, rows: &[Row], name: &str, times: usize) {
        if self.wants(rows) {
            let times = if self.args.quick { 1 } else { times };
            let rounds: Result<Vec<_>, _> =
                (0..times).map(|_| child::run(name, &self.args)).collect();
            self.print(rows, rounds.map(|rounds| rounds.concat()));
        }
    }

    /// The same, with the yardstick in a process of its own as well.
    pub(crate) fn in_children(&self, rows: &[Row], name: &str, yardstick: &str, times: usize) {
        if !self.wants(rows) {
            return;
        }
        let times = if self.args.quick { 1 } else { times };
        let round = || {
            let own = child::run(name, &self.args)?.concat();
            let yardstick = child::run(yardstick, &self.args)?.concat();
            Ok(own
                .iter()
                .zip(&yardstick)
                .map(|(own, yardstick)| match yardstick.value {
                    // What the yardstick does not do.
                    value if value.is_nan() => *own,
                    value => Sample::against(value, own.value),
                })
                .collect())
        };
        self.print(rows, (0..times).map(|_| round()).collect());
    }

    fn print(&self, rows: &[Row], rounds: Result<Vec<Vec<Sample>>, Failure>) {
        for (index, row) in rows.iter().enumerate() {
            if !self.args.wants(row.name) {
                continue;
            }
            match &rounds {
                Ok(rounds) => {
                    let samples: Vec<Sample> = rounds
                        .iter()
                        .filter_map(|round| round.get(index).copied())
                        .collect();
                    table::row(row, &samples);
                }
                Err(failure) => table::failed(row, failure),
            }
        }
    }
}
