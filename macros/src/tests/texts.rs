//! Every text that a user may read of the macros is in a stored case.

use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use syn::LitStr;

/// Texts for which there can be no case, with the reason.
const ELSEWHERE: &[(&str, &str)] = &[
    ("A handle to ", "docs of what is generated"),
    ("It is cheap to clone", "docs of what is generated"),
    ("The child `{name}`", "docs of what is generated"),
    ("Casts to", "docs of what is generated"),
    ("{verb} the handler", "docs of what is generated"),
    (
        "the feature `freeze`",
        "all cases are built with it: see `freezing_needs_its_feature`",
    ),
    (
        "features = [\"freeze\"]",
        "all cases are built with it: see `freezing_needs_its_feature`",
    ),
    (
        "`{key} = {word}` is not available yet",
        "at the moment no value is planned",
    ),
    (
        "expected a struct or an enum",
        "the compiler says so before it asks for a derive",
    ),
    (
        "this profile has `panic = \"abort\"`",
        "no case has such a profile: see `tests/tests/compiler_warnings.rs`",
    ),
];

/// Errors that the compiler words, where a case has no better one.
const COMPILERS: &[&str] = &[
    "error: expected non-macro attribute, found attribute macro",
    "error: expected pattern, found",
    "error: expected type, found",
    "error: use of deprecated function",
];

/// Files whose texts are docs of what is generated.
const DOCS: &[&str] = &["docs.rs"];
/// A folder with such files.
const TREE: &str = "tree";

/// A text, and where it is written.
struct Text {
    file: PathBuf,
    text: String,
}

#[test]
fn every_text_of_the_macros_is_in_a_stored_case() {
    let stored = stored();
    let mut texts = Vec::new();
    for file in sources(&root().join("macros/src")) {
        let is_in = |folder| file.components().any(|part| part.as_os_str() == folder);
        if !is_in("tests") && !is_in(TREE) && !DOCS.iter().any(|docs| file.ends_with(docs)) {
            in_macros(&file, &mut texts);
        }
    }
    assert!(texts.len() > 300, "only {} texts were found", texts.len());
    check(&texts, &stored);
}

#[test]
fn every_text_of_a_check_at_compile_time_is_in_a_stored_case() {
    let stored = stored();
    let mut texts = Vec::new();
    for file in sources(&root().join("runtime/src")) {
        of_traits(&file, &mut texts);
    }
    assert!(texts.len() > 60, "only {} texts were found", texts.len());
    check(&texts, &stored);
}

#[test]
fn every_error_says_what_to_write() {
    let mut files = Vec::new();
    below(&root().join("tests/tests/ui"), "stderr", &mut files);
    let mut read = 0;
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        for error in errors_of(&text) {
            let first = error.lines().next().unwrap_or_default();
            let ours = first.starts_with("error: ") || first.contains("evaluation panicked: ");
            if ours && !COMPILERS.iter().any(|theirs| first.starts_with(theirs)) {
                assert!(error.contains("help: "), "{}: {error}", file.display());
                read += 1;
            }
        }
    }
    assert!(read > 400, "only {read} errors were found");
}

/// The errors of a case, each from its first line on.
fn errors_of(text: &str) -> Vec<String> {
    let mut errors: Vec<String> = Vec::new();
    for line in text.lines() {
        if line.starts_with("error") || line.starts_with("warning") {
            errors.push(String::new());
        }
        if let Some(error) = errors.last_mut() {
            *error += line;
            error.push('\n');
        }
    }
    errors
}

#[test]
fn every_trait_that_is_asked_for_says_what_to_write() {
    let mut asked = Vec::new();
    for file in sources(&root().join("runtime/src")) {
        on_unimplemented(tokens(&file), &mut asked);
    }
    assert!(asked.len() > 25, "only {} were found", asked.len());
    for text in asked {
        let says = |word: &str| {
            text.clone()
                .into_iter()
                .any(|token| token.to_string() == word)
        };
        assert!(says("message") && says("label") && says("note"), "{text}");
    }
}

/// What stands in each `on_unimplemented(..)`.
fn on_unimplemented(tokens: TokenStream, found: &mut Vec<TokenStream>) {
    let mut is_one = false;
    for token in tokens {
        if let TokenTree::Group(group) = &token {
            if is_one {
                found.push(group.stream());
            } else {
                on_unimplemented(group.stream(), found);
            }
        }
        is_one = matches!(token, TokenTree::Ident(word) if word == "on_unimplemented");
    }
}

fn check(texts: &[Text], stored: &[String]) {
    let missing: Vec<_> = texts
        .iter()
        .filter(|text| !ELSEWHERE.iter().any(|(known, _)| text.text.contains(known)))
        .filter(|text| !is_stored(&text.text, stored))
        .map(|text| format!("{}: {}", text.file.display(), text.text))
        .collect();
    assert!(
        missing.is_empty(),
        "{} texts are in no tests/tests/ui/*/*.stderr:\n{}",
        missing.len(),
        missing.join("\n")
    );
}

pub(super) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// All lines that a compiler printed.
fn stored() -> Vec<String> {
    let mut files = Vec::new();
    below(&root().join("tests/tests/ui"), "stderr", &mut files);
    assert!(files.len() > 250, "only {} cases were found", files.len());
    let texts = files.iter().map(|file| fs::read_to_string(file).unwrap());
    texts
        .flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>())
        .collect()
}

pub(super) fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    below(folder, "rs", &mut files);
    files
}

fn below(folder: &Path, extension: &str, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            below(&path, extension, files);
        } else if path.extension().is_some_and(|found| found == extension) {
            files.push(path);
        }
    }
}

/// Whether one line has all parts of a text between its placeholders, in their order.
fn is_stored(text: &str, stored: &[String]) -> bool {
    text.lines().filter(|line| is_prose(line)).all(|line| {
        let parts = parts(line);
        stored.iter().any(|stored| {
            let mut rest = stored.as_str();
            parts.iter().all(|part| match rest.find(part.as_str()) {
                Some(at) => {
                    rest = &rest[at + part.len()..];
                    true
                }
                None => false,
            })
        })
    })
}

/// What stands between placeholders. The compiler has one of its own for a type, `{Self}`.
fn parts(text: &str) -> Vec<String> {
    let text = text.replace("{{Self}}", "{Self}");
    let mut parts = vec![String::new()];
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '{' | '}' if letters.peek() == Some(&letter) => {
                letters.next();
                parts.last_mut().unwrap().push(letter);
            }
            '{' => {
                for inner in letters.by_ref() {
                    if inner == '}' {
                        break;
                    }
                }
                parts.push(String::new());
            }
            _ => parts.last_mut().unwrap().push(letter),
        }
    }
    parts.retain(|part| !part.trim().is_empty());
    parts
}

/// Something to read, and no name of a key.
fn is_prose(text: &str) -> bool {
    text.trim().contains(' ')
}

/// All texts of a file but those of its docs and attributes, and of the code that it writes.
fn in_macros(file: &Path, texts: &mut Vec<Text>) {
    walk(tokens(file), file, texts);
}

fn tokens(file: &Path) -> TokenStream {
    fs::read_to_string(file).unwrap().parse().unwrap()
}

fn walk(tokens: TokenStream, file: &Path, texts: &mut Vec<Text>) {
    let tokens: Vec<_> = tokens.into_iter().collect();
    for (index, token) in tokens.iter().enumerate() {
        let before = |distance: usize| {
            let token = index.checked_sub(distance).and_then(|at| tokens.get(at));
            token.map(ToString::to_string).unwrap_or_default()
        };
        match token {
            TokenTree::Group(group) => {
                let is_attribute = group.delimiter() == Delimiter::Bracket
                    && (before(1) == "#" || before(1) == "!" && before(2) == "#");
                let is_code = before(1) == "!" && before(2).starts_with("quote");
                let is_for_us = before(1) == "!" && before(2) == "debug_assert";
                let is_test = before(1) == "tests" && before(2) == "mod";
                if !is_attribute && !is_code && !is_for_us && !is_test {
                    walk(group.stream(), file, texts);
                }
            }
            TokenTree::Literal(literal) => {
                let parsed = syn::parse2::<LitStr>(TokenTree::from(literal.clone()).into());
                if let Ok(text) = parsed
                    && is_prose(&text.value())
                {
                    texts.push(Text {
                        file: file.to_owned(),
                        text: text.value(),
                    });
                }
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) => {}
        }
    }
}

/// What `#[diagnostic::on_unimplemented(..)]` and `#[deprecated(..)]` say, and the panics of constants.
fn of_traits(file: &Path, texts: &mut Vec<Text>) {
    find(tokens(file), file, texts);
}

fn find(tokens: TokenStream, file: &Path, texts: &mut Vec<Text>) {
    let tokens: Vec<_> = tokens.into_iter().collect();
    let mut is_constant = false;
    for window in tokens.windows(2) {
        match window {
            [TokenTree::Ident(word), TokenTree::Ident(next)] if word == "const" && next == "fn" => {
                is_constant = true;
            }
            [TokenTree::Ident(word), TokenTree::Group(group)]
                if word == "on_unimplemented" || word == "deprecated" =>
            {
                walk(group.stream(), file, texts);
            }
            [_, TokenTree::Group(group)] if group.delimiter() == Delimiter::Brace => {
                if is_constant {
                    panics(group, file, texts);
                } else {
                    find(group.stream(), file, texts);
                }
                is_constant = false;
            }
            [_, TokenTree::Group(group)] => find(group.stream(), file, texts),
            _ => {}
        }
    }
}

/// The texts in the body of a `const fn`.
fn panics(body: &Group, file: &Path, texts: &mut Vec<Text>) {
    walk(body.stream(), file, texts);
}
