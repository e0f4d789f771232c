//! Macros such as `bail!` and `ensure!` of `anyhow`, which return from the expression that they are in.

use super::body;
use proc_macro2::{Spacing, TokenStream, TokenTree};

/// Crates whose macros return an error of one type of theirs. Those of others may leave the type to where they return to.
const CRATES: &[&str] = &["anyhow", "color_eyre", "eyre", "miette"];

/// Which of them a file means by their names alone.
#[derive(Clone, Copy)]
pub(super) struct Names {
    bail: bool,
    ensure: bool,
}

impl Names {
    pub(super) fn in_file(text: Option<&str>) -> Self {
        let text = text.unwrap_or_default();
        Self {
            bail: imports(text, "bail"),
            ensure: imports(text, "ensure"),
        }
    }

    /// Whether one of them returns from the expression, of which these are the tokens of [`body::own`].
    pub(super) fn return_from(self, own: TokenStream) -> bool {
        let mut path = Vec::new();
        let mut goes_on = false;
        own.into_iter().any(|token| {
            let goes_on = std::mem::replace(&mut goes_on, body::is_sign(&token, ":"));
            match token {
                TokenTree::Ident(word) => {
                    if !goes_on {
                        path.clear();
                    }
                    path.push(word.to_string());
                    false
                }
                TokenTree::Punct(sign) if sign.as_char() == ':' => false,
                TokenTree::Punct(sign) => {
                    let is_call = sign.as_char() == '!' && sign.spacing() == Spacing::Alone;
                    let path = std::mem::take(&mut path);
                    is_call && self.has(&path)
                }
                TokenTree::Group(group) => {
                    path.clear();
                    self.return_from(group.stream())
                }
                TokenTree::Literal(_) => {
                    path.clear();
                    false
                }
            }
        })
    }

    fn has(self, path: &[String]) -> bool {
        let names: Vec<&str> = path.iter().map(String::as_str).collect();
        match names.as_slice() {
            ["bail"] => self.bail,
            ["ensure"] => self.ensure,
            [krate, "bail" | "ensure"] => CRATES.contains(krate),
            _ => false,
        }
    }
}

/// Whether the file imports the macro from one of the crates. Looked for in its letters: a text that is no code, such as a
/// comment, is not for the compiler to read.
fn imports(text: &str, word: &str) -> bool {
    text.split("use ").skip(1).any(|rest| {
        let path = rest.split(';').next().unwrap_or_default();
        let path = path.trim_start_matches(':');
        let Some((krate, names)) = path.split_once("::") else {
            return false;
        };
        let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
        let mut words = names.split(|letter| !is_part(letter));
        CRATES.contains(&krate) && (names.trim() == "*" || words.any(|other| other == word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn return_from(file: &str, code: &str) -> bool {
        let tokens = code.parse::<TokenStream>();
        tokens.is_ok_and(|tokens| Names::in_file(Some(file)).return_from(body::own(tokens)))
    }

    #[test]
    fn a_macro_of_anyhow_returns() {
        let file = "use anyhow::bail;";
        for (code, is_one) in [
            (r#"anyhow::bail!("x")"#, true),
            (r#"if late { bail!("x") } else { open() }"#, true),
            (r#"{ ::anyhow::ensure!(ready, "x"); Ok(open()) }"#, true),
            (r#"{ let kind = one | two; eyre::bail!("x") }"#, true),
            (
                r#"{ let add = |x, y| x + y; bail!("{}", add(1, 2)) }"#,
                true,
            ),
            (r#"open(fallback.unwrap_or_else(|| 1), bail!("x"))"#, true),
            (r#"if early || bail!("x") { open() }"#, true),
            (
                r#"{ let open: fn(u8) -> Store = pick(); bail!("x") }"#,
                true,
            ),
            (r#"{ ensure!(ready); open() }"#, false),
            (
                r#"if bail != 3 { bail } else { anyhow::anyhow!("x") }"#,
                false,
            ),
            (r#"crate::bail!("x")"#, false),
            (r#"error_chain::bail!("x")"#, false),
        ] {
            assert_eq!(return_from(file, code), is_one, "{code}");
        }
    }

    #[test]
    fn one_within_another_body_does_not() {
        for code in [
            r#"Store::with_check(|| anyhow::bail!("late"))?"#,
            r#"Store::with_check(move |late| if late { bail!("late") } else { Ok(()) })"#,
            r#"{ let check = |n: &str| -> Result<()> { bail!("x") }; check(name)?; open() }"#,
            r#"{ fn check() -> Result<()> { bail!("x") } check()?; open() }"#,
            r#"{ fn check<A, B>() -> Result<(), Error> where A: Copy, B: Copy { bail!("x") } open() }"#,
            r#"{ let check = async { bail!("x") }; check.await?; open() }"#,
            r#"{ let check = async move { bail!("x") }; check.await?; open() }"#,
            r#"{ let check = async move |x| { bail!("x") }; check(1).await?; open() }"#,
        ] {
            assert!(!return_from("use anyhow::bail;", code), "{code}");
        }
    }

    #[test]
    fn the_file_says_whose_it_is() {
        let (bail, ensure) = (r#"bail!("x")"#, r#"ensure!(ready, "x")"#);
        for (file, bails, ensures) in [
            ("", false, false),
            ("use anyhow::{Context as _, bail, ensure};", true, true),
            ("use anyhow::*;", true, true),
            ("use super::*;\nuse ::anyhow::ensure;", false, true),
            ("use super::*; use anyhow::bail;", true, false),
            ("use snafu::ensure;", false, false),
            ("use crate::macros::bail;", false, false),
            ("macro_rules! bail { () => { return None } }", false, false),
            ("use anyhow::bail_out;", false, false),
            ("// use `Store::open`; it waits\n// use it's", false, false),
        ] {
            assert_eq!(return_from(file, bail), bails, "{file}");
            assert_eq!(return_from(file, ensure), ensures, "{file}");
        }
    }
}
