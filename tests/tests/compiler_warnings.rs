//! What the compiler warns of: each once, at the place in question, and not where it is allowed.

use std::path::Path;
use std::process::Command;

const PROGRAM: &str = r#"
use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor(ALLOW)]
struct Shelf {
    #[child]
    store: Store,
    #[child]
    other: Store,
}

#[supervisor(strategy = rest_for_one, intensity = 0, auto_shutdown = any_significant, ALLOW)]
struct App {
    #[child(shutdown = brutal_kill)]
    shelf: Shelf,
}

pub async fn start() -> anyhow::Result<()> {
    STARTED
    let app = App {}.start().await?;
    app.stop().await?;
    Ok(())
}
"#;

/// The text of each warning, and the line it is about.
fn warnings(output: &str) -> Vec<(String, String)> {
    let mut lines = output.lines();
    let mut found = Vec::new();
    while let Some(line) = lines.next() {
        if let Some(text) = line.strip_prefix("warning: use of deprecated") {
            let place = lines.find(|line| line.contains("--> src/")).unwrap();
            found.push((text.to_owned(), place.trim().to_owned()));
        }
    }
    found
}

#[test]
fn each_mistake_is_a_warning_unless_it_is_allowed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let package = Path::new(env!("CARGO_TARGET_TMPDIR")).join("compiler_warnings");
    std::fs::create_dir_all(package.join("src")).unwrap();
    let manifest = format!(
        "[package]\nname = \"compiler-warnings\"\nedition = \"2024\"\n\n[dependencies]\n\
         anyhow = \"1\"\ndormouse = {{ path = {:?} }}\n\n\
         [profile.dev]\npanic = \"abort\"\n\n[workspace]\n",
        root.join("../runtime")
    );
    let loud = PROGRAM.replace("ALLOW", "").replace("STARTED", "");
    let quiet = PROGRAM
        .replace(
            "ALLOW",
            "allow(zero_intensity, brutal_kill, single_child, no_significant)",
        )
        .replace("STARTED", "#[allow(deprecated)]");
    let source = |name: &str, text: &str| {
        std::fs::write(package.join("src").join(name), text).unwrap();
    };
    std::fs::write(package.join("Cargo.toml"), manifest).unwrap();
    source("lib.rs", "pub mod loud;\npub mod quiet;\n");
    source("loud.rs", &loud);
    source("quiet.rs", &quiet);
    std::fs::copy(root.join("../Cargo.lock"), package.join("Cargo.lock")).unwrap();
    let output = Command::new(env!("CARGO"))
        .args(["check", "--offline", "--color=never", "--target-dir"])
        .arg(package.join("target"))
        .env_remove("RUSTFLAGS")
        .current_dir(&package)
        .output()
        .unwrap();
    let output_text = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{output_text}");
    let mut found = warnings(&output_text);
    found.sort_by_key(|(_, place)| place.split(':').nth(1).unwrap().parse::<u32>().unwrap());
    let expected = [
        ("`intensity = 0`", "allow(zero_intensity)"),
        ("`rest_for_one`", "allow(single_child)"),
        ("`auto_shutdown = any_significant`", "allow(no_significant)"),
        ("`shutdown = brutal_kill`", "allow(brutal_kill)"),
        (
            "this profile has `panic = \"abort\"`: the first panic ends the process, so no supervisor restarts what panicked",
            "help: leave `panic = \"abort\"` out of the profile; or say that this is meant: `#[allow(deprecated)]`",
        ),
    ];
    assert_eq!(found.len(), expected.len(), "{output_text}");
    for (text, allow) in expected {
        let (_, place) = found
            .iter()
            .find(|(found, _)| found.contains(text))
            .unwrap_or_else(|| panic!("no warning of {text}: {output_text}"));
        assert!(place.contains("src/loud.rs"), "{place}");
        assert!(output_text.contains(allow), "{allow}: {output_text}");
    }
}
