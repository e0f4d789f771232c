//! Reads `backoff(..)` of `#[child(..)]`.

use crate::args::{self, Arg, Keys, Value, Zero, milliseconds};
use crate::constant;
use crate::duration;
use crate::errors::{Errors, with_help};
use crate::span;
use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use std::ops::RangeInclusive;
use syn::{Expr, ExprLit, Lit, Path};

const KEYS: Keys = Keys {
    attribute: "`backoff(..)`",
    known: &["initial", "max", "factor", "jitter"],
    planned: &[],
    meant: &[
        ("min", "initial"),
        ("base", "initial"),
        ("delay", "initial"),
        ("multiplier", "factor"),
    ],
    elsewhere: &[(
        &["start", "restart", "shutdown", "start_timeout"],
        "beside `backoff(..)`, in `#[child(..)]`",
    )],
};

/// What holds for a key that is left out; the same is in the runtime.
const INITIAL: u64 = 100;
const MAX: u64 = 10_000;

/// `backoff`, or `backoff(initial = "100ms", max = "10s", factor = 2.0, jitter = 0.1)`.
pub(super) fn read(arg: &Arg, krate: &Path, errors: &mut Errors) -> Option<TokenStream> {
    let list = match &arg.value {
        Value::Bare => return Some(quote!(#krate::__private::Backoff::DEFAULT)),
        Value::List(list, _) => list.clone(),
        other => {
            let message = "the options of `backoff` stand in parentheses";
            let help = "write `backoff(initial = \"100ms\", max = \"10s\")`, or `backoff` alone";
            let message = with_help(message, help);
            match other {
                Value::Given(value) => errors.at(value, message),
                _ => errors.at(&arg.key, message),
            }
            return None;
        }
    };
    let before = errors.count();
    let (mut initial, mut max) = (milliseconds(INITIAL), milliseconds(MAX));
    let (mut factor, mut jitter) = (quote!(2.0), quote!(0.1));
    let (mut first, mut longest) = (Some(INITIAL), Some(MAX));
    for arg in args::read(list, &KEYS, errors) {
        match arg.key.to_string().as_str() {
            "initial" => pause(&arg, &mut initial, &mut first, errors),
            "max" => pause(&arg, &mut max, &mut longest, errors),
            "factor" => share(&arg, "2.0", 1.0..=1_000.0, &mut factor, errors),
            _ => share(&arg, "0.1", 0.0..=1.0, &mut jitter, errors),
        }
    }
    if errors.count() == before
        && let (Some(first), Some(longest)) = (first, longest)
        && first > longest
    {
        let message = "the first pause, `initial`, is longer than the longest, `max`";
        let help = format!(
            "`initial` is {first} ms and `max` is {longest} ms; left out they are {INITIAL} ms and {MAX} ms"
        );
        errors.at(&arg.key, with_help(message, help));
    }
    let span = span::at(arg.key.span());
    let krate = span::move_to(span, krate);
    (errors.count() == before).then(
        || quote_spanned!(span=> #krate::__private::Backoff::new(#initial, #max, #factor, #jitter)),
    )
}

/// A time that is longer than nothing.
fn pause(arg: &Arg, code: &mut TokenStream, known: &mut Option<u64>, errors: &mut Errors) {
    let Some(value) = arg.value("\"1s\"", errors) else {
        return;
    };
    *known = duration::known(value);
    if *known == Some(0) {
        let message = "a pause of zero is none";
        let help = "without `backoff` a child is started again at once";
        errors.at(value, with_help(message, help));
    } else if let Some(time) = duration::read(value, Zero::Allowed, errors) {
        *code = constant::time(&time);
    }
}

/// A number, with or without a point, or a constant.
fn share(
    arg: &Arg,
    example: &str,
    allowed: RangeInclusive<f64>,
    code: &mut TokenStream,
    errors: &mut Errors,
) {
    let Some(value) = arg.value(example, errors) else {
        return;
    };
    let number = match value {
        Expr::Lit(ExprLit {
            lit: Lit::Float(number),
            ..
        }) => number.base10_parse::<f64>().ok(),
        Expr::Lit(ExprLit {
            lit: Lit::Int(number),
            ..
        }) => number.base10_parse::<f64>().ok(),
        Expr::Lit(_) | Expr::Unary(_) => None,
        other => {
            *code = constant::typed(&other.to_token_stream(), &quote!(::core::primitive::f64));
            return;
        }
    };
    match number.filter(|number| allowed.contains(number)) {
        Some(number) => *code = quote!(#number),
        None => {
            let key = &arg.key;
            let (from, to) = (allowed.start(), allowed.end());
            let message = format!("`{key}` is a number from {from} to {to}");
            errors.at(
                value,
                with_help(message, format!("write `{key} = {example}`")),
            );
        }
    }
}
