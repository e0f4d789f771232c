//! Runs cargo, and reads what that took.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use super::Failure;

/// Cargo in one package, with one profile.
pub(crate) struct Cargo {
    folder: PathBuf,
    profile: String,
}

/// What a build took.
#[derive(Clone, Copy)]
pub(crate) struct Cost {
    /// Seconds of processors.
    cpu: f64,
    /// Seconds on the clock.
    wall: f64,
}

impl Cargo {
    pub(crate) fn new(profile: &str, package: &str) -> Result<Self, Failure> {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join("compile")
            .join(package);
        std::fs::create_dir_all(&folder)?;
        Ok(Self {
            folder,
            profile: profile.to_owned(),
        })
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Downloads, so that no build does.
    pub(crate) fn fetch(&self) -> Result<(), Failure> {
        self.succeed(self.command("fetch"))
    }

    pub(crate) fn clean(&self, package: Option<&str>) -> Result<(), Failure> {
        let mut command = self.command("clean");
        if let Some(package) = package {
            command.args(["--package", package, "--profile", &self.profile]);
        }
        self.succeed(command)
    }

    pub(crate) fn run(&self, what: &str) -> Result<Cost, Failure> {
        let mut command = self.command(what);
        command.args(["--offline", "--profile", &self.profile]);
        let (cpu, clock) = (children(), Instant::now());
        self.succeed(command)?;
        Ok(Cost {
            cpu: children() - cpu,
            wall: clock.elapsed().as_secs_f64(),
        })
    }

    fn command(&self, what: &str) -> Command {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command
            .args([what, "--quiet"])
            .current_dir(&self.folder)
            .stdin(Stdio::null())
            .env("CARGO_INCREMENTAL", "1")
            .env("CARGO_TARGET_DIR", self.folder.join("target"));
        // What belongs to the build of this program, and would change theirs.
        for name in [
            "CARGO_PROFILE_DEV_DEBUG",
            "RUSTFLAGS",
            "CARGO_ENCODED_RUSTFLAGS",
        ] {
            command.env_remove(name);
        }
        command
    }

    fn succeed(&self, mut command: Command) -> Result<(), Failure> {
        let output = command.output()?;
        if output.status.success() {
            return Ok(());
        }
        let text = String::from_utf8_lossy(&output.stderr);
        Err(format!("{command:?}: {text}").into())
    }
}

impl Cost {
    /// Of each of the two.
    pub(crate) fn median(costs: Vec<Self>) -> Self {
        let of = |part: fn(&Self) -> f64| {
            let mut sorted: Vec<f64> = costs.iter().map(part).collect();
            sorted.sort_by(f64::total_cmp);
            let middle = sorted.len() / 2;
            if sorted.len().is_multiple_of(2) {
                (sorted[middle - 1] + sorted[middle]) / 2.0
            } else {
                sorted[middle]
            }
        };
        Self {
            cpu: of(|cost| cost.cpu),
            wall: of(|cost| cost.wall),
        }
    }
}

impl fmt::Display for Cost {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:.2} ({:.1})", self.cpu, self.wall)
    }
}

/// Processor seconds of all processes that were waited for, by this one or by one of them.
fn children() -> f64 {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // Behind the program's name, which may have blanks in it: the 16th and the 17th of all fields.
    let fields = text.rsplit(')').next().unwrap_or_default();
    let ticks: f64 = fields
        .split_whitespace()
        .skip(13)
        .take(2)
        .filter_map(|field| field.parse::<f64>().ok())
        .sum();
    ticks / 100.0
}
