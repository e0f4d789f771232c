//! `docs/conformance.md` and the numbered tests agree: nothing is claimed without a test, and no test is
//! left out.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// An item and a test for it.
type Held = (String, String);

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The numbers in front of a test's name, `c031_c032_..`.
fn numbers(test: &str) -> impl Iterator<Item = String> {
    test.split('_')
        .take_while(|part| *part == "to" || is_number(part))
        .filter(|part| is_number(part))
        .map(|part| part[1..].to_owned())
}

fn is_number(part: &str) -> bool {
    part.len() == 4
        && part.starts_with('c')
        && part[1..].bytes().all(|digit| digit.is_ascii_digit())
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The numbered tests below a folder.
fn tests(folder: &str) -> BTreeSet<Held> {
    let mut files = Vec::new();
    rust_files(&root().join(folder), &mut files);
    let mut tests = BTreeSet::new();
    for file in files {
        let source = fs::read_to_string(file).expect("a source");
        for line in source.lines() {
            let Some((_, after)) = line.split_once("fn c") else {
                continue;
            };
            let name = format!("c{}", after.split('(').next().unwrap_or(after));
            tests.extend(numbers(&name).map(|number| (number, name.clone())));
        }
    }
    tests
}

/// What a section of the page claims.
fn claims(section: &str) -> BTreeSet<Held> {
    let page = fs::read_to_string(root().join("docs/conformance.md")).expect("the page");
    let (_, after) = page.split_once(section).expect("the section");
    let rows = after.split("\n## ").next().unwrap_or(after);
    let mut claims = BTreeSet::new();
    for row in rows.lines().filter(|line| line.starts_with("| ")) {
        let cells: Vec<_> = row.split(" | ").collect();
        let number = cells[0].trim_start_matches("| ");
        let names = cells.last().copied().unwrap_or_default().split('`');
        for name in names.filter(|name| numbers(name).next().is_some()) {
            claims.insert((number.to_owned(), name.to_owned()));
        }
    }
    claims
}

#[test]
fn the_page_names_the_tests_of_running_trees() {
    let claims = claims("## Held by running trees and actors");
    let tests = tests("tests/tests");
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
}

#[test]
fn the_page_names_tests_of_the_planner_that_exist() {
    let claims = claims("## Held by the planner alone");
    let tests = tests("runtime/src/supervisor");
    let unfounded: Vec<_> = claims.difference(&tests).collect();
    assert!(
        unfounded.is_empty(),
        "there are no such tests: {unfounded:?}"
    );
    assert!(!claims.is_empty());
}

#[test]
fn the_page_names_cases_of_the_compiler_that_exist() {
    let page = fs::read_to_string(root().join("docs/conformance.md")).expect("the page");
    let cases: Vec<_> = page
        .split('`')
        .filter(|name| name.starts_with("ui/") && name.ends_with(".rs"))
        .collect();
    assert!(!cases.is_empty());
    for case in cases {
        let case = root().join("tests/tests").join(case);
        for file in [case.clone(), case.with_extension("stderr")] {
            assert!(file.is_file(), "there is no {}", file.display());
        }
    }
}
