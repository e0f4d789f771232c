//! The crates beside this file, built by rustdoc.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// Where the pages are. Whoever is first builds them, with warnings as errors.
pub(crate) fn documented() -> PathBuf {
    static PAGES: OnceLock<PathBuf> = OnceLock::new();
    PAGES.get_or_init(build).clone()
}

fn build() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tree_docs");
    let workspace = Path::new(env!("CARGO_TARGET_TMPDIR")).join("tree_docs");
    // Each file, and what it is there.
    type Files<'a> = &'a [(&'a str, &'a str)];
    let crates: [(&str, Files<'_>); 5] = [
        (
            "shop",
            &[
                ("shop.rs", "lib.rs"),
                ("library.rs", "library.rs"),
                ("workers.rs", "workers.rs"),
            ],
        ),
        (
            "limits",
            &[
                ("limits.rs", "lib.rs"),
                ("by_hand.rs", "by_hand.rs"),
                ("exports.rs", "exports.rs"),
                ("places.rs", "places/mod.rs"),
                ("pools.rs", "pools.rs"),
                ("filed.rs", "places/elsewhere/filed.rs"),
            ],
        ),
        ("foreign", &[("foreign.rs", "lib.rs")]),
        ("facade", &[("facade.rs", "lib.rs")]),
        ("silent", &[("silent.rs", "lib.rs")]),
    ];
    for (name, files) in crates {
        let package = workspace.join(name);
        std::fs::create_dir_all(package.join("src")).unwrap();
        let manifest = format!(
            "[package]\nname = {name:?}\nedition = \"2024\"\n\n[dependencies]\n\
             dormouse = {{ path = {:?} }}\n{}",
            here.join("../../../runtime"),
            match name {
                "limits" =>
                    "foreign = { path = \"../foreign\" }\nfacade = { path = \"../facade\" }\n\
                     silent = { path = \"../silent\" }\n",
                "facade" => "things = { path = \"../foreign\", package = \"foreign\" }\n",
                _ => "",
            }
        );
        std::fs::write(package.join("Cargo.toml"), manifest).unwrap();
        for (file, place) in files {
            let place = package.join("src").join(place);
            std::fs::create_dir_all(place.parent().unwrap()).unwrap();
            std::fs::copy(here.join(file), place).unwrap();
        }
    }
    let manifest = "[workspace]\nresolver = \"3\"\nmembers = [\"shop\", \"limits\", \"foreign\", \"facade\", \"silent\"]\n";
    std::fs::write(workspace.join("Cargo.toml"), manifest).unwrap();
    std::fs::copy(
        here.join("../../../Cargo.lock"),
        workspace.join("Cargo.lock"),
    )
    .unwrap();
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("crates");
    // Rustdoc links to the pages of another crate where they are there.
    for crates in [&["foreign"] as &[_], &["facade"], &["shop", "limits"]] {
        let output = Command::new(env!("CARGO"))
            .args(["doc", "--quiet", "--offline", "--no-deps", "--target-dir"])
            .arg(&target)
            .args(crates.iter().flat_map(|name| ["-p", name]))
            .env("RUSTDOCFLAGS", "-D warnings")
            .current_dir(&workspace)
            .output()
            .unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{errors}");
    }
    target.join("doc")
}

/// Whether a file in a folder has that in it.
pub(crate) fn mentions(folder: &Path, text: &str) -> bool {
    std::fs::read_dir(folder).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        if path.is_dir() {
            mentions(&path, text)
        } else {
            String::from_utf8_lossy(&std::fs::read(path).unwrap()).contains(text)
        }
    })
}
