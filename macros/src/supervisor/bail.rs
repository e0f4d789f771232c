//! Macros such as `bail!` and `ensure!` of `anyhow`, which return from the expression that they are in.

use super::body;
use crate::handle;
use proc_macro2::{Ident, Spacing, Span, TokenStream, TokenTree};

/// Which of them a file means by their names alone.
#[derive(Clone, Copy)]
pub(super) struct Names {
    bail: bool,
    ensure: bool,
}

impl Names {
    /// A `bail!` that the file does not have of its own returns an error. An `ensure!` has to come from `anyhow`: others
    /// leave the type of the error to where they return to.
    pub(super) fn in_file(text: Option<&str>) -> Self {
        let text = text.unwrap_or_default();
        let mut macros = text.split("macro_rules!").skip(1);
        let own = macros.any(|rest| rest.trim_start().starts_with("bail"));
        let from = |word: &str| imports(text, word);
        let from_here = |path: &str| ["crate", "self", "super"].contains(&path);
        Self {
            bail: !own && !from("bail").is_some_and(from_here),
            ensure: from("ensure") == Some("anyhow"),
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
            ["anyhow", "bail" | "ensure"] => true,
            ["crate" | "self" | "super", ..] => false,
            ["bail"] => self.bail,
            ["ensure"] => self.ensure,
            [.., "bail"] => true,
            _ => false,
        }
    }
}

/// The crate that a file imports the macro from.
fn imports<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let name = Ident::new(word, Span::call_site());
    text.split("use ").skip(1).find_map(|rest| {
        let (path, _) = rest.split_once(';')?;
        let (first, names) = path.trim_start_matches(':').split_once("::")?;
        let names = names.parse::<TokenStream>().ok()?;
        let has_it = handle::mentions(names.clone(), &name) || names.to_string() == "*";
        has_it.then_some(first)
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
            (r#"{ ensure!(ready); open() }"#, false),
            (
                r#"if bail != 3 { bail } else { anyhow::anyhow!("x") }"#,
                false,
            ),
            (r#"crate::bail!("x")"#, false),
        ] {
            assert_eq!(return_from("", code), is_one, "{code}");
        }
    }

    #[test]
    fn one_within_another_body_does_not() {
        for code in [
            r#"Store::with_check(|| anyhow::bail!("late"))?"#,
            r#"Store::with_check(move |late| if late { bail!("late") } else { Ok(()) })"#,
            r#"{ let check = |n: &str| -> Result<()> { bail!("x") }; check(name)?; open() }"#,
            r#"{ fn check() -> Result<()> { bail!("x") } check()?; open() }"#,
            r#"{ let check = async { bail!("x") }; check.await?; open() }"#,
            r#"{ let check = async move { bail!("x") }; check.await?; open() }"#,
            r#"{ let check = async move |x| { bail!("x") }; check(1).await?; open() }"#,
        ] {
            assert!(!return_from("", code), "{code}");
        }
    }

    #[test]
    fn the_file_says_whose_it_is() {
        let (bail, ensure) = (r#"bail!("x")"#, r#"ensure!(ready, "x")"#);
        for (file, bails, ensures) in [
            ("use anyhow::{Context as _, bail, ensure};", true, true),
            ("use anyhow::*;", true, true),
            ("use ::anyhow::ensure;", true, true),
            ("use snafu::ensure;", true, false),
            ("use crate::macros::bail;", false, false),
            ("macro_rules! bail { () => { return None } }", false, false),
        ] {
            assert_eq!(return_from(file, bail), bails, "{file}");
            assert_eq!(return_from(file, ensure), ensures, "{file}");
        }
    }
}
