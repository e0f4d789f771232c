//! What the macros read beside their input, mutated: the files of a crate, and what the docs' tree is made of. No panic; and
//! nothing that can't be read where the item can, of what the attributes say themselves.
//!
//! `DORMOUSE_FUZZ_SECONDS` is as for the attributes.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::fuzz::{Random, mutate, rounds, seeds};
use super::texts::{root, sources};
use crate::tree::source::{Arguments, Modules};
use crate::{beside, doubled, looks, tree, undefined};

/// What an author may be about to type, or what a file may end with.
const PIECES: &[&str] = &[
    "",
    "\n",
    "\"",
    "'",
    "r#\"",
    "/*",
    "*/",
    "//",
    "{",
    "}",
    "(",
    ")",
    "[",
    "#[",
    "]",
    "ä",
    "\u{0}",
    "\r\n",
    "impl ",
    "struct ",
    "mod x;",
    "#[path = \"\"]",
    "pub use a::*;",
    "type A = A;",
    "macro_rules!",
];

fn cut(text: &str, at: usize) -> usize {
    (0..=at.min(text.len()))
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0)
}

/// One change: something is left out, is there twice, or is new.
fn edited(text: &str, random: &mut Random) -> String {
    let from = cut(text, random.below(text.len() + 1));
    let to = cut(text, from + random.below(200));
    let to = to.max(from);
    let (before, middle, after) = (&text[..from], &text[from..to], &text[to..]);
    match random.below(4) {
        0 => format!("{before}{after}"),
        1 => format!("{before}{middle}{middle}{after}"),
        2 => before.to_owned(),
        _ => format!("{before}{}{middle}{after}", random.one(PIECES)),
    }
}

/// Asks all that is asked of a file, of the names that it has and of one that it has not.
fn ask(text: &str) {
    let looked = looks::at(text);
    for line in 0..4 {
        let _ = looked.line_of(text, line);
        beside::is_said_above(text, line);
    }
    let names = ["Store", "StoreRef", "App", "Session", "Nobody", ""];
    for name in names {
        beside::handled(text, name);
        beside::of_handlers(text, name);
        beside::supervised(text, name, "App");
        beside::child(text, name, "App");
        beside::supervises(text, name);
        beside::unhandled(text, name);
        beside::has_block(text, name);
        doubled::has(text, name, "StoreRef");
        doubled::is_another_in(text, name, 3);
        doubled::is_of_another_in(text, name, 3);
        undefined::is_undefined_in(text, name);
        undefined::block_in(text, name);
    }
    let modules = Modules::read(Path::new("src/lib.rs"), &|path| {
        (path == Path::new("src/lib.rs")).then(|| text.to_owned())
    });
    for (line, name) in [(1, "Store"), (7, "App"), (20, "Nobody")] {
        if let Some(module) = modules.place(Path::new("src/lib.rs"), line, name) {
            modules.public_path(module, name);
            modules.outside(module, &[name.to_owned()]);
            modules.inside(module, &["super".to_owned(), name.to_owned()]);
        }
    }
    drop(Arguments::new(text.split_whitespace().map(str::to_owned)));
}

#[test]
fn no_file_makes_a_macro_panic() {
    let files = sources(&root().join("tests/tests"));
    let files = files.into_iter();
    let texts: Vec<_> = files
        .map(|file| fs::read_to_string(file).unwrap())
        .collect();
    assert!(texts.len() > 400, "only {} files were found", texts.len());
    rounds(1_000, |random| {
        let mut text = random.one(&texts).clone();
        for _ in 0..=random.below(4) {
            text = edited(&text, random);
        }
        let asked = catch_unwind(AssertUnwindSafe(|| ask(&text)));
        assert!(asked.is_ok(), "a panic on\n{text}");
    });
}

/// What each `document(..)` in an expansion says.
fn facts(expansion: TokenStream, found: &mut Vec<TokenStream>) {
    let mut is_said = false;
    for token in expansion {
        match token {
            TokenTree::Group(group) if is_said => {
                found.push(group.stream());
                is_said = false;
            }
            TokenTree::Group(group) => facts(group.stream(), found),
            TokenTree::Ident(name) => is_said = name == "document",
            _ => is_said = false,
        }
    }
}

/// What stands in the braces of each macro.
fn macros(tokens: TokenStream, found: &mut Vec<TokenStream>) {
    for token in tokens {
        if let TokenTree::Group(group) = token {
            if group.delimiter() == Delimiter::Brace {
                found.push(group.stream());
            }
            macros(group.stream(), found);
        }
    }
}

#[test]
fn no_fact_makes_a_page_panic_or_an_item_unreadable() {
    let seeds = seeds();
    let mut said = Vec::new();
    for seed in &seeds {
        facts(seed.expand(), &mut said);
    }
    assert!(said.len() > 200, "only {} are documented", said.len());
    rounds(1_000, |random| {
        let donor = random.one(&said).clone();
        let mut args = random.one(&said).clone();
        let changes = random.below(3);
        for _ in 0..changes {
            args = mutate(args, &donor, random);
        }
        let item = random.one(&seeds).item.clone();
        let shown = format!("document({args})\n{item}");
        let made = catch_unwind(AssertUnwindSafe(|| {
            let documented = tree::document(args, item.clone());
            let mut steps = Vec::new();
            macros(documented.clone(), &mut steps);
            for step in steps {
                let step = mutate(step, &donor, random);
                tree::found(step.clone());
                tree::unknown(step.clone());
                tree::page(step);
            }
            documented
        }));
        let Ok(documented) = made else {
            panic!("a panic on\n{shown}");
        };
        // What is changed no attribute of ours says.
        let readable = changes == 0 && syn::parse2::<syn::File>(item).is_ok();
        assert!(
            !readable || syn::parse2::<syn::File>(documented).is_ok(),
            "unreadable, of\n{shown}"
        );
    });
}
