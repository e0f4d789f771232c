//! What actors cost the compiler: a program with one actor and with fifty, built from nothing and after an edit
//! of one handler, beside the same by hand on tokio, in ractor and in kameo.
//!
//! `cargo bench --bench compile`, or `-- dormouse --quick` for one library, once. `--release` measures optimised
//! builds as well. The other libraries come from crates.io. See `docs/compile-time.md`.

mod cargo;
mod program;

use cargo::{Cargo, Cost};
use program::Library;

type Failure = Box<dyn std::error::Error>;

/// What is built, and how often.
struct Args {
    rounds: usize,
    release: bool,
    filters: Vec<String>,
}

impl Args {
    fn read() -> Self {
        let mut args = Self {
            rounds: 3,
            release: false,
            filters: Vec::new(),
        };
        for word in std::env::args().skip(1) {
            match word.as_str() {
                "--quick" => args.rounds = 1,
                "--release" => args.release = true,
                // Cargo adds `--bench` by itself.
                word if word.starts_with('-') => {}
                _ => args.filters.push(word),
            }
        }
        args
    }

    fn wants(&self, library: Library) -> bool {
        self.filters.is_empty()
            || self
                .filters
                .iter()
                .any(|filter| library.name().contains(filter))
    }
}

fn main() -> Result<(), Failure> {
    let args = Args::read();
    println!("CPU seconds, of all processes of the build (seconds on the clock); medians\n");
    println!(
        "| actors | library | profile | from nothing | the program alone | after an edit | `cargo check` after an edit |"
    );
    println!("| --- | --- | --- | --- | --- | --- | --- |");
    let profiles: &[&str] = if args.release {
        &["dev", "release"]
    } else {
        &["dev"]
    };
    for profile in profiles {
        for actors in [1, 50] {
            for library in Library::ALL {
                if args.wants(library) {
                    row(&args, library, actors, profile)?;
                }
            }
        }
    }
    Ok(())
}

fn row(args: &Args, library: Library, actors: usize, profile: &str) -> Result<(), Failure> {
    let cargo = Cargo::new(profile, &format!("{library:?}-{actors}").to_lowercase())?;
    let folder = cargo.folder();
    program::write(folder, library, actors)?;
    cargo.fetch()?;
    let mut nothing = Vec::new();
    let mut alone = Vec::new();
    for _ in 0..args.rounds {
        cargo.clean(None)?;
        nothing.push(cargo.run("build")?);
        cargo.clean(Some("program"))?;
        alone.push(cargo.run("build")?);
    }
    // Both kinds of builds are there before the first edit.
    cargo.run("check")?;
    let mut build = Vec::new();
    let mut check = Vec::new();
    for change in 1..=args.rounds * 2 {
        program::edit(folder, library, actors / 2, change)?;
        build.push(cargo.run("build")?);
        check.push(cargo.run("check")?);
    }
    let [nothing, alone, build, check] = [nothing, alone, build, check].map(Cost::median);
    println!(
        "| {actors} | {} | {profile} | {nothing} | {alone} | {build} | {check} |",
        library.name()
    );
    Ok(())
}
