//! Workloads that need a process of their own.
//!
//! Resident memory can only be read where nothing was allocated and freed before: a heap keeps what was
//! freed, and fills it again without growing. So the benchmark starts itself once more, and the child prints
//! its samples, one round a line.

use std::env;
use std::process::{Command, Stdio};

use super::Failure;
use super::args::Args;
use super::suite::Sample;

/// Runs `name` in a process of its own; gives its rounds, each a sample for each of its rows.
pub(crate) fn run(name: &str, args: &Args) -> Result<Vec<Vec<Sample>>, Failure> {
    let mut command = Command::new(env::current_exe()?);
    command.args(["--child", name]);
    if args.quick {
        command.arg("--quick");
    }
    let output = command.stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err(format!("the process for {name} ended with {}", output.status).into());
    }
    String::from_utf8(output.stdout)?
        .lines()
        .map(|line| line.split_whitespace().map(Sample::parse).collect())
        .collect()
}

/// The child's side: says what one round came to.
pub(crate) fn report(samples: &[Sample]) {
    let words: Vec<String> = samples.iter().copied().map(Sample::to_word).collect();
    println!("{}", words.join(" "));
}
