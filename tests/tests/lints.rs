//! Generated code is nobody's to repair: it is clean under lints that people turn on, in the editions in use,
//! and when dormouse has another name.

#![deny(
    warnings,
    future_incompatible,
    let_underscore_drop,
    missing_debug_implementations,
    missing_docs,
    rust_2018_idioms,
    single_use_lifetimes,
    trivial_casts,
    unit_bindings,
    unnameable_types,
    unreachable_pub,
    unused,
    unused_qualifications,
    clippy::all,
    clippy::pedantic,
    clippy::nursery,
    clippy::allow_attributes
)]
#![forbid(unsafe_code)]

extern crate dormouse as moused;

#[path = "lints/finding.rs"]
pub mod finding;
#[expect(clippy::allow_attributes, reason = "the attributes hand them on")]
#[path = "lints/outdated.rs"]
pub mod outdated;
#[path = "lints/program.rs"]
pub mod program;
#[path = "lints/queue.rs"]
pub mod queue;
#[path = "lints/supervision.rs"]
pub mod supervision;

#[tokio::test]
async fn it_runs() {
    program::run().await.unwrap();
    finding::run().await.unwrap();
}

/// What is a keyword now, and was none in edition 2021.
const OLDER_NAMES: &str = r"
/// Counts how often it was renewed.
#[actor(crate = moused)]
#[derive(Debug)]
pub struct Renewed {
    gen: u32,
}

#[actor(crate = moused)]
impl Renewed {
    /// How often.
    #[call]
    pub fn gen(&self, gen: u32) -> u32 {
        self.gen + gen
    }

    /// Once more.
    #[call]
    pub async fn renew(&mut self) -> u32 {
        self.gen += 1;
        std::future::ready(self.gen).await
    }
}

/// Asks it by its name.
pub async fn ask(renewed: &RenewedRef) -> Option<u32> {
    renewed.gen(1).await.ok()
}

/// Has one.
#[supervisor(crate = moused)]
#[derive(Debug)]
pub struct Renewals {
    gen: u32,
    #[child(start = Renewed { gen: *gen })]
    renewed: Renewed,
}
";

/// The same program as a crate of edition 2021, where `::moused` is the only name of dormouse.
#[test]
fn edition_2021() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let package = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("edition_2021");
    std::fs::create_dir_all(package.join("src")).unwrap();
    let manifest = format!(
        "[package]\nname = \"edition-2021\"\nedition = \"2021\"\n\n[dependencies]\n\
         moused = {{ package = \"dormouse\", path = {:?} }}\n\n[workspace]\n",
        root.join("../runtime")
    );
    let program = include_str!("lints/program.rs");
    let program = program.replacen(
        "//!",
        "#![deny(warnings, missing_docs, unreachable_pub)]\n//!",
        1,
    );
    std::fs::write(package.join("Cargo.toml"), manifest).unwrap();
    let program =
        program + OLDER_NAMES + "\npub mod finding;\npub mod queue;\npub mod supervision;\n";
    std::fs::write(package.join("src/lib.rs"), program).unwrap();
    let finding = include_str!("lints/finding.rs");
    std::fs::write(package.join("src/finding.rs"), finding).unwrap();
    let queue = include_str!("lints/queue.rs");
    std::fs::write(package.join("src/queue.rs"), queue).unwrap();
    let supervision = include_str!("lints/supervision.rs");
    std::fs::write(package.join("src/supervision.rs"), supervision).unwrap();
    std::fs::copy(root.join("../Cargo.lock"), package.join("Cargo.lock")).unwrap();
    let output = std::process::Command::new(env!("CARGO"))
        .args(["check", "--quiet", "--offline", "--target-dir"])
        .arg(std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("crates"))
        .current_dir(&package)
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
}
