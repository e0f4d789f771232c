//! `docs/soundness.md` and the tests of the traps agree: each trap has a test, and no test is left out.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// How many traps there are.
const TRAPS: u32 = 12;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The trap that a test's name begins with, `t06_..`.
fn trap(test: &str) -> Option<&str> {
    let (number, _) = test.strip_prefix('t')?.split_once('_')?;
    (number.len() == 2 && number.bytes().all(|digit| digit.is_ascii_digit())).then_some(number)
}

/// Where tests are.
const PLACES: [&str; 3] = ["tests/tests", "runtime/tests", "runtime/src"];

fn collect(folder: &Path, prefix: &str, found: &mut BTreeSet<(String, String)>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        let name = format!("{prefix}{name}");
        if path.is_dir() {
            collect(&path, &format!("{name}/"), found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let source = fs::read_to_string(&path).expect("a source");
            for line in source.lines() {
                if let Some((_, after)) = line.split_once("fn t")
                    && let Some((rest, _)) = after.split_once('(')
                {
                    let test = format!("t{rest}");
                    if trap(&test).is_some() {
                        found.insert((name.clone(), test));
                    }
                }
            }
        }
    }
}

/// The numbered tests, as file and name.
fn tests() -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    for folder in PLACES {
        collect(&root().join(folder), "", &mut found);
    }
    found
}

/// A row of the page: the trap, and its tests as file and name.
fn rows() -> Vec<(String, Vec<(String, String)>)> {
    let page = fs::read_to_string(root().join("docs/soundness.md")).expect("the page");
    page.lines()
        .filter_map(|line| {
            let cells: Vec<_> = line.strip_prefix("| ")?.split(" | ").collect();
            let number = cells[0].to_owned();
            number.parse::<u32>().ok()?;
            let names: Vec<_> = cells.last()?.split('`').skip(1).step_by(2).collect();
            let tests = names
                .chunks(2)
                .map(|pair| (pair[0].to_owned(), pair[1].to_owned()))
                .collect();
            Some((number, tests))
        })
        .collect()
}

#[test]
fn each_trap_has_a_row_with_a_test() {
    let numbers: Vec<_> = rows().into_iter().map(|(number, _)| number).collect();
    let expected: Vec<_> = (1..=TRAPS).map(|trap| format!("{trap:02}")).collect();
    assert_eq!(numbers, expected);
    for (number, tests) in rows() {
        let own = tests
            .iter()
            .filter(|(_, test)| trap(test) == Some(number.as_str()));
        assert!(own.count() > 0, "trap {number} has no test of its own");
    }
}

#[test]
fn the_page_names_the_tests_that_exist() {
    let claims: BTreeSet<_> = rows().into_iter().flat_map(|(_, tests)| tests).collect();
    let (cases, claims): (BTreeSet<_>, BTreeSet<_>) = claims
        .into_iter()
        .partition(|(file, _)| file.ends_with('/'));
    let tests = tests();
    let unfounded: Vec<_> = claims.difference(&tests).collect();
    assert!(
        unfounded.is_empty(),
        "there are no such tests: {unfounded:?}"
    );
    let unlisted: Vec<_> = tests.difference(&claims).collect();
    assert!(
        unlisted.is_empty(),
        "the page has no rows for: {unlisted:?}"
    );
    for (folder, case) in cases {
        let file = root().join("tests/tests").join(folder).join(case);
        assert!(file.with_extension("stderr").is_file(), "{file:?}");
    }
}
