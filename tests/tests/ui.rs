//! Every message of the attributes, one case each.
//!
//! `TRYBUILD=overwrite cargo test -p dormouse-tests --test ui` writes the expected output anew; read it.

use std::fs;
use std::path::Path;

#[test]
fn messages() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/ui/*/*.rs");
}

/// The compiler shows code of std only where rustup's `rust-src` is, so a message with such code differs
/// between machines. It is about types the user never wrote, too.
#[test]
fn no_message_shows_code_of_std() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ui");
    let mut read = 0;
    for folder in fs::read_dir(&root).unwrap() {
        for file in fs::read_dir(folder.unwrap().path()).unwrap() {
            let path = file.unwrap().path();
            if path.extension().is_some_and(|kind| kind == "stderr") {
                let text = fs::read_to_string(&path).unwrap();
                assert!(
                    !text.contains("$RUST"),
                    "{} shows code of std",
                    path.display()
                );
                read += 1;
            }
        }
    }
    assert!(read > 300, "{read} messages below {}", root.display());
}
