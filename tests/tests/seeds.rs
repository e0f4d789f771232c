//! `docs/seeds.md` is true: it has each row once, and all that it names exists.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// How many rows each document has.
const ROWS: [(&str, u32); 3] = [("S0", 40), ("S1", 58), ("S2", 38)];

/// Where files are whose folder is not said.
const PLACES: [&str; 2] = ["", "tests/tests"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// The rows of the page: id, and where it is fulfilled.
fn rows() -> Vec<(String, String)> {
    let page = read(&root().join("docs/seeds.md"));
    let rows = page.lines().filter(|line| line.starts_with("| S"));
    rows.map(|line| {
        let cells: Vec<_> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        assert_eq!(cells.len(), 3, "{line}");
        (cells[0].to_owned(), cells[2].to_owned())
    })
    .collect()
}

/// The names of all rows that benchmarks print.
fn benches() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for bench in ["core", "hibernate", "session"] {
        let folder = root().join("tests/benches").join(bench);
        for entry in fs::read_dir(folder).expect("a folder") {
            let source = read(&entry.expect("an entry").path());
            let after = source.split("Row::new(").skip(1);
            names.extend(after.filter_map(|row| Some(row.split('"').nth(1)?.to_owned())));
        }
    }
    names
}

/// The file of that name.
fn file(name: &str) -> Option<PathBuf> {
    let mut places = PLACES.iter().map(|place| root().join(place).join(name));
    places.find(|path| path.is_file())
}

/// What a link to a heading is made of.
fn anchor(heading: &str) -> String {
    let letters = heading.to_lowercase();
    let kept = letters.chars().filter_map(|letter| match letter {
        ' ' => Some('-'),
        letter => (letter.is_alphanumeric() || "-_".contains(letter)).then_some(letter),
    });
    kept.collect()
}

/// Whether a page in `docs/` has that heading.
fn is_target(target: &str) -> bool {
    let (page, heading) = target.split_once('#').unwrap_or((target, ""));
    let Ok(text) = fs::read_to_string(root().join("docs").join(page)) else {
        return false;
    };
    let headings = text.lines().filter(|line| line.starts_with('#'));
    let mut anchors = headings.map(|line| anchor(line.trim_start_matches('#').trim()));
    heading.is_empty() || anchors.any(|anchor| anchor == heading)
}

/// Whether a source has a test of that name.
fn is_test(source: &str, name: &str) -> bool {
    let Some((before, _)) = source.split_once(&format!("fn {name}(")) else {
        return false;
    };
    // Without the beginning of its own line, `async` or nothing.
    let above = before.rsplit_once('\n').map_or("", |(above, _)| above);
    let mut attributes = above.lines().rev().take_while(|line| line.starts_with('#'));
    attributes.any(|line| line.contains("test]") || line.contains("test("))
}

/// What is wrong with the names in backticks, and how many of them there are.
fn names(cell: &str, benches: &BTreeSet<String>, wrong: &mut Vec<String>) -> usize {
    let mut source = None;
    let names: Vec<_> = cell.split('`').skip(1).step_by(2).collect();
    for name in &names {
        if name.ends_with(".rs") {
            source = file(name).map(|path| read(&path));
            if source.is_none() {
                wrong.push(format!("there is no file {name}"));
            }
        } else if name.contains('/') {
            if !benches.contains(*name) {
                wrong.push(format!("no benchmark prints {name}"));
            }
        } else {
            let source = source.as_deref().unwrap_or_default();
            if !is_test(source, name) {
                wrong.push(format!("the file before it has no test {name}"));
            }
        }
    }
    names.len()
}

/// The same for links.
fn links(cell: &str, wrong: &mut Vec<String>) -> usize {
    let targets = cell.split("](").skip(1);
    let targets: Vec<_> = targets
        .filter_map(|after| after.split(')').next())
        .collect();
    let missing = targets.iter().filter(|target| !is_target(target));
    wrong.extend(missing.map(|target| format!("there is no {target}")));
    targets.len()
}

#[test]
fn each_row_is_there_once() {
    let rows: Vec<_> = rows().into_iter().map(|(id, _)| id).collect();
    let all: Vec<_> = ROWS
        .iter()
        .flat_map(|(document, count)| (1..=*count).map(move |row| format!("{document}-{row:02}")))
        .collect();
    assert_eq!(rows, all);
}

#[test]
fn all_that_rows_name_exists() {
    let benches = benches();
    assert!(!benches.is_empty());
    let mut wrong = Vec::new();
    for (id, cell) in rows() {
        let mut faults = Vec::new();
        let named = names(&cell, &benches, &mut faults) + links(&cell, &mut faults);
        if named == 0 && !cell.starts_with("not ") {
            faults.push("neither a name nor a reason".to_owned());
        }
        wrong.extend(faults.into_iter().map(|fault| format!("{id}: {fault}")));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
