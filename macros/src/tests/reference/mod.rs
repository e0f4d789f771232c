//! `docs/attributes.md`, the tables in the documentation of the attributes, and the parser agree: each key of the
//! one is in the others, with the same words for values.
//!
//! The parser is asked as a user would: what it takes is in its own messages.

mod places;

use self::places::{PLACES, words};
use proc_macro2::{TokenStream, TokenTree};
use quote::quote;
use std::collections::BTreeSet;
use std::path::Path;

/// The cells of one row.
type Row = Vec<String>;

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path:?}: {error}"))
}

/// The rows of the first table of keys in a text.
fn table(text: &str) -> Vec<Row> {
    text.lines()
        .map(str::trim)
        .skip_while(|line| !line.starts_with("| key |"))
        .skip(2)
        .take_while(|line| line.starts_with('|'))
        .map(|line| {
            let line = line
                .strip_prefix('|')
                .and_then(|line| line.strip_suffix('|'));
            line.unwrap_or_default()
                .split('|')
                .map(|cell| cell.trim().to_owned())
                .collect()
        })
        .collect()
}

/// The table below a heading of the page.
fn section(page: &str, heading: &str) -> Vec<Row> {
    let heading = format!("### {heading}\n");
    let Some((_, after)) = page.split_once(&heading) else {
        panic!("docs/attributes.md has no {heading}");
    };
    table(
        after
            .split("\n## ")
            .next()
            .and_then(|rest| rest.split("\n### ").next())
            .unwrap_or_default(),
    )
}

/// The documentation of an attribute in `lib.rs`.
fn documentation(lib: &str, attribute: &str) -> String {
    let function = format!("\npub fn {attribute}(");
    let Some((before, _)) = lib.split_once(&function) else {
        panic!("lib.rs has no {attribute}");
    };
    let lines: Vec<&str> = before
        .lines()
        .rev()
        .skip_while(|line| line.starts_with("#["))
        .map_while(|line| line.strip_prefix("///"))
        .collect();
    lines
        .into_iter()
        .rev()
        .fold(String::new(), |text, line| text + line + "\n")
}

fn cell(row: &Row, index: usize) -> &str {
    row.get(index).map(String::as_str).unwrap_or_default()
}

fn key(row: &Row) -> &str {
    cell(row, 0).trim_matches('`')
}

fn keys(rows: &[Row]) -> Vec<&str> {
    let mut keys: Vec<&str> = rows.iter().map(key).collect();
    keys.sort_unstable();
    keys
}

/// All messages in an expansion, in full.
fn messages(expansion: TokenStream) -> Vec<String> {
    let mut found = Vec::new();
    let mut after_name = false;
    for token in expansion {
        match token {
            TokenTree::Group(group) if after_name => {
                found.extend(syn::parse2::<syn::LitStr>(group.stream()).map(|text| text.value()));
                after_name = false;
            }
            TokenTree::Group(group) => found.extend(messages(group.stream())),
            TokenTree::Ident(name) => after_name = name == "compile_error",
            _ => {}
        }
    }
    found
}

#[test]
fn every_table_of_the_parser_is_asked() {
    fn count(folder: &Path) -> usize {
        let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{error}"));
        let paths = entries.flatten().map(|entry| entry.path());
        let counts = paths.map(|path| {
            if path.is_dir() {
                return count(&path);
            }
            let text = std::fs::read_to_string(path).unwrap_or_default();
            text.lines()
                .filter(|line| line.contains("const ") && line.ends_with(": Keys = Keys {"))
                .count()
        });
        counts.sum()
    }
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    assert_eq!(count(&source), PLACES.len());
}

#[test]
fn the_page_has_each_key_and_no_other() {
    let page = read("../docs/attributes.md");
    for place in PLACES {
        assert_eq!(
            keys(&section(&page, place.name)),
            place.takes(),
            "{}",
            place.name
        );
    }
    let headings = page.lines().filter_map(|line| line.strip_prefix("### "));
    for heading in headings {
        assert!(
            PLACES.iter().any(|place| place.name == heading),
            "{heading}"
        );
    }
}

#[test]
fn the_documentation_has_each_key_and_no_other() {
    let lib = read("src/lib.rs");
    for place in PLACES {
        let Some(attribute) = place.attribute else {
            continue;
        };
        let rows = table(&documentation(&lib, attribute));
        assert_eq!(keys(&rows), place.takes(), "{attribute}");
        for row in &rows {
            let choices = place.choices(key(row));
            if !choices.is_empty() {
                let written: BTreeSet<String> =
                    words(cell(row, 1)).into_iter().map(str::to_owned).collect();
                assert_eq!(written, choices, "{attribute}, {}", key(row));
            }
        }
    }
}

#[test]
fn keys_of_the_struct_are_known_by_their_neighbours() {
    let place = |name| PLACES.iter().find(|place| place.name == name);
    let all = [
        "`#[actor]`",
        "`#[actor]` on an impl block",
        "`#[actor]` on a field",
    ];
    let [Some(on_struct), Some(on_block), Some(on_field)] = all.map(place) else {
        panic!("a place is missing");
    };
    for key in on_struct.takes() {
        let belongs = format!("`{key}` belongs on the struct");
        for neighbour in [on_block, on_field] {
            let told = neighbour.told(&key);
            let known = told.iter().any(|message| message.starts_with(&belongs));
            assert!(known || neighbour.takes().contains(&key), "{key}: {told:?}");
        }
    }
}

#[test]
fn marks_and_hooks_are_in_both() {
    let lib = read("src/lib.rs");
    let page = read("../docs/attributes.md");
    // Those after that are not for users.
    let (lib, _) = lib.split_once("#[doc(hidden)]").unwrap_or((&lib, ""));
    let functions = lib.lines().filter_map(|line| line.strip_prefix("pub fn "));
    for name in functions.filter_map(|line| line.split('(').next()) {
        let heading = match name {
            "compact" => "## Compact".to_owned(),
            name => format!("`#[{name}]`"),
        };
        assert!(
            page.contains(&heading),
            "docs/attributes.md has no {heading}"
        );
    }
}

#[test]
fn values_of_the_page_are_what_is_taken() {
    let page = read("../docs/attributes.md");
    for place in PLACES {
        for row in section(&page, place.name) {
            let (key, value, default) = (key(&row), cell(&row, 1), cell(&row, 2));
            let about = format!("{}, {key}: {value}", place.name);
            assert_eq!(row.len(), 5, "{about}");
            assert!(
                !default.is_empty(),
                "{about}: what holds when it is left out?"
            );

            let choices = place.choices(key);
            let written: BTreeSet<String> = words(value).into_iter().map(str::to_owned).collect();
            if !choices.is_empty() {
                assert_eq!(written, choices, "{about}");
                if let Some(default) = words(default).first() {
                    assert!(
                        default.starts_with('"')
                            || choices.contains(*default)
                            || *default == "infinity",
                        "{about}: {default}"
                    );
                }
            }

            let is_flag = value.starts_with("a flag");
            let needs_value = place
                .told(key)
                .iter()
                .any(|message| message.starts_with(&format!("`{key}` needs a value")));
            assert_eq!(is_flag, !needs_value, "{about}");
            if is_flag {
                let says_true = value.contains("`true`");
                assert_eq!(
                    says_true,
                    !place.refuses(&format!("{key} = true"), key),
                    "{about}"
                );
            }

            if value.contains("a duration") {
                let one = format!("{key} = \"1s\"");
                assert!(place.refuses(&format!("{key} = \"1 s\""), &one), "{about}");
                let above_zero = value.contains("above zero");
                assert_eq!(
                    above_zero,
                    place.refuses(&format!("{key} = \"0s\""), &one),
                    "{about}"
                );
            } else {
                assert!(!value.contains("above zero"), "{about}");
            }
            if value.contains("a number") {
                let one = format!("{key} = 1");
                assert!(place.refuses(&format!("{key} = \"many\""), &one), "{about}");
                let from_one = value.contains("from 1");
                assert_eq!(
                    from_one,
                    place.refuses(&format!("{key} = 0"), &one),
                    "{about}"
                );
                let most = value.split_once(" to ").map(|(_, most)| most);
                if let Some(most) = most.and_then(|most| most.parse::<u32>().ok()) {
                    assert!(!place.refuses(&format!("{key} = {most}"), &one), "{about}");
                    assert!(
                        place.refuses(&format!("{key} = {}", most + 1), &one),
                        "{about}"
                    );
                }
            }
            if value.contains("a path") || value.contains("the path") {
                let path = format!("{key} = somewhere::else_");
                assert!(place.refuses(&format!("{key} = 5"), &path), "{about}");
            }
        }
    }
}

/// What a key decides of an expansion; the docs, besides, tell what is written.
fn decided(key: &str, arguments: &str) -> String {
    let arguments: TokenStream = arguments.parse().unwrap();
    let expansion = crate::actor::expand(
        arguments,
        quote!(
            struct Store;
        ),
    )
    .to_string();
    let after = |text: &str, end: char| {
        let (_, after) = expansion.split_once(text).unwrap();
        after.split(end).next().unwrap_or_default().to_owned()
    };
    match key {
        "hibernate" => after("type Policy =", ';'),
        "overflow" => after("Overflow ::", ')'),
        _ => after("const OPTIONS", ';'),
    }
}

/// Those of supervisors and children are held to what the runtime does.
#[test]
fn words_that_are_left_out_are_the_default() {
    let page = read("../docs/attributes.md");
    let mut held = 0;
    for row in section(&page, "`#[actor]`") {
        let key = key(&row);
        // What a key asks for.
        let beside = match key {
            "hibernate" | "on_restart" => "",
            "overflow" => "mailbox = 5",
            _ => continue,
        };
        let default = words(cell(&row, 2)).first().copied().unwrap_or_default();
        for word in words(cell(&row, 1)) {
            let written = decided(key, &format!("{key} = {word}, {beside}"));
            let same = written == decided(key, beside);
            assert_eq!(same, word == default, "{key} = {word}");
        }
        held += 1;
    }
    assert_eq!(held, 3);
}
