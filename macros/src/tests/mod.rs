//! Expansions as text: what is generated can be read, and every change of it is seen. Every message is in a stored
//! case, and no input is too strange.
//!
//! `UPDATE_EXPANSIONS=1 cargo test -p dormouse-macros` writes the files anew.

#![allow(
    clippy::cast_possible_truncation,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by it"
)]

mod beside;
mod doubled;
mod expansions;
mod fuzz;
mod fuzz_texts;
mod pages;
mod reading;
mod reference;
mod source;
mod texts;
mod tree;
mod undefined;

use proc_macro2::TokenStream;
use std::path::Path;

/// Formats an expansion and compares it with `expanded/<name>.rs`.
#[track_caller]
fn expands_to(name: &str, expansion: TokenStream) {
    let file = syn::parse2(expansion).unwrap_or_else(|error| panic!("{name}: {error}"));
    let text = prettyplease::unparse(&file);
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("src/tests/expanded")
        .join(format!("{name}.rs"));
    if std::env::var_os("UPDATE_EXPANSIONS").is_some() {
        std::fs::write(&path, &text).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        expected == text,
        "{name}: the expansion has changed; it is now\n{text}"
    );
}

/// The messages in an expansion.
fn messages(expansion: &TokenStream) -> Vec<String> {
    let text = expansion.to_string();
    text.split("compile_error")
        .skip(1)
        .filter_map(|rest| rest.split('"').nth(1))
        .map(|message| message.split("\\n").next().unwrap_or_default().to_owned())
        .collect()
}
