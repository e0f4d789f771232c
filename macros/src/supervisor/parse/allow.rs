//! Reads `allow(zero_intensity)`.

use super::super::warnings::NAMES;
use crate::args::{Arg, Value};
use crate::errors::{Errors, with_help};
use crate::text;
use syn::Ident;
use syn::ext::IdentExt;
use syn::parse::Parser;
use syn::punctuated::Punctuated;

/// The warnings that are not to be given.
pub(super) fn read(arg: &Arg, errors: &mut Errors) -> Vec<&'static str> {
    let help = format!("`allow(..)` takes {}", text::all(NAMES));
    let tokens = match &arg.value {
        Value::List(tokens, _) => tokens,
        Value::Bare => {
            let message = "`allow` needs a value: warnings, in parentheses";
            let help = "write `allow(zero_intensity)`";
            errors.at(&arg.key, with_help(message, help));
            return Vec::new();
        }
        Value::Given(_) | Value::Missing(_) => {
            let message = "the warnings to allow stand in parentheses";
            let help = "write `allow(zero_intensity)`";
            errors.at(&arg.key, with_help(message, help));
            return Vec::new();
        }
    };
    let parser = Punctuated::<Ident, syn::Token![,]>::parse_terminated_with;
    let named = match (|input: syn::parse::ParseStream<'_>| parser(input, Ident::parse_any))
        .parse2(tokens.clone())
    {
        Ok(named) => named,
        Err(error) => {
            let message = "expected the name of a warning";
            errors.at_span(error.span(), with_help(message, help));
            return Vec::new();
        }
    };
    if named.is_empty() {
        errors.at(
            &arg.key,
            with_help("this `allow` names no warning", help.clone()),
        );
    }
    let mut allowed = Vec::new();
    for name in &named {
        let written = name.to_string();
        let Some(known) = NAMES.iter().copied().find(|known| *known == written) else {
            let message = match text::nearest(&written, NAMES) {
                Some(meant) => format!("unknown warning `{written}`, did you mean `{meant}`?"),
                None => format!("unknown warning `{written}`"),
            };
            errors.at(name, with_help(message, &help));
            continue;
        };
        if allowed.contains(&known) {
            let message = format!("`{written}` is given twice");
            errors.at(name, with_help(message, "leave one of them out"));
        }
        allowed.push(known);
    }
    allowed
}
