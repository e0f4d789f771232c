//! Durations as users write them: a whole number and a unit, `"5s"`.

use crate::args::{self, Zero, milliseconds};
use crate::errors::{Errors, with_help};
use crate::text;
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Expr, ExprLit, Lit, LitStr};

const UNITS: &[&str] = &["ms", "s", "m", "h"];

/// The duration as code; any expression that is no literal is left to the compiler.
pub(crate) fn read(value: &Expr, zero: Zero, errors: &mut Errors) -> Option<TokenStream> {
    match value {
        Expr::Lit(ExprLit {
            lit: Lit::Str(text),
            ..
        }) => literal(text, zero, errors),
        Expr::Lit(ExprLit { lit, .. }) => {
            let (message, help) = unquoted(lit);
            errors.at(value, with_help(message, help));
            None
        }
        Expr::Unary(_) => {
            errors.at(
                value,
                with_help("expected a duration", "write it as `\"5s\"`"),
            );
            None
        }
        word if args::is_no_limit(word) => {
            let message = format!("`{}` is not a duration", word.to_token_stream());
            let help = "write a time, such as `\"5s\"`; where there is to be none, leave it out";
            errors.at(word, with_help(message, help));
            None
        }
        other => Some(other.to_token_stream()),
    }
}

/// The milliseconds of a duration that is readable here.
pub(crate) fn known(value: &Expr) -> Option<u64> {
    match value {
        Expr::Lit(ExprLit {
            lit: Lit::Str(text),
            ..
        }) => parse(&text.value()).ok(),
        _ => None,
    }
}

/// What was read, as the runtime prints it; what is no literal as it is written.
pub(crate) fn shown(code: &TokenStream) -> String {
    match in_code(code) {
        Some(count) => format!("{:?}", std::time::Duration::from_millis(count)),
        None => text::source(code),
    }
}

/// The milliseconds in the code that was made of a literal.
pub(crate) fn in_code(code: &TokenStream) -> Option<u64> {
    let Some(TokenTree::Group(group)) = code.clone().into_iter().last() else {
        return None;
    };
    let count = syn::parse2::<syn::LitInt>(group.stream()).ok()?;
    let count = count.base10_parse().ok()?;
    (milliseconds(count).to_string() == code.to_string()).then_some(count)
}

pub(crate) fn literal(text: &LitStr, zero: Zero, errors: &mut Errors) -> Option<TokenStream> {
    match parse(&text.value()) {
        Ok(0) if zero == Zero::Refused => {
            errors.at(
                text,
                with_help(
                    "a period of zero would never pause",
                    "the smallest is `\"1ms\"`",
                ),
            );
            None
        }
        Ok(count) => Some(milliseconds(count)),
        Err((message, help)) => {
            errors.at(text, with_help(message, help));
            None
        }
    }
}

type Mistake = (String, String);

/// `5`, `5s`: a number where text was expected.
fn unquoted(literal: &Lit) -> Mistake {
    if let Lit::Int(number) = literal {
        let suffix = if UNITS.contains(&number.suffix()) {
            number.suffix()
        } else {
            // Whoever writes thousands thinks in milliseconds, as OTP does.
            match number.base10_parse::<u64>() {
                Ok(count) if count < 1_000 => "s",
                _ => "ms",
            }
        };
        let digits = number.base10_digits();
        return (
            format!("`{}` is not a duration", literal.to_token_stream()),
            format!("write it as text with its unit: `\"{digits}{suffix}\"`"),
        );
    }
    let message = "expected a duration".to_owned();
    (message, "write it as `\"5s\"`".to_owned())
}

/// Milliseconds, or what is wrong and what to write.
fn parse(text: &str) -> Result<u64, Mistake> {
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    let unit = text.get(digits.len()..).unwrap_or_default();
    if digits.is_empty() {
        return Err((
            format!("`{text}` is not a duration: it must begin with a number"),
            "write a whole number and a unit, such as `\"30s\"`".to_owned(),
        ));
    }
    let factor = match unit {
        "ms" => 1,
        "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        _ => return Err(bad_unit(text, &digits, unit)),
    };
    let count = digits.parse::<u64>().ok();
    count.and_then(|count| count.checked_mul(factor)).ok_or((
        format!("`{text}` is too long a time"),
        "at most 2^64 milliseconds fit".to_owned(),
    ))
}

fn bad_unit(text: &str, digits: &str, unit: &str) -> Mistake {
    let units = "use one of the units `ms`, `s`, `m` and `h`";
    if unit.is_empty() {
        return (
            format!("`{text}` is not a duration: a unit is missing"),
            format!("write `\"{digits}s\"` for seconds, or {units}"),
        );
    }
    if unit.starts_with(['.', ',', '_']) {
        return (
            format!("`{text}` is not a duration: it must be a whole number and a unit"),
            "take a smaller unit: `\"1500ms\"` for one second and a half".to_owned(),
        );
    }
    let word = unit.trim();
    if UNITS.contains(&word) {
        return (
            format!("`{text}` is not a duration: there is a space in it"),
            format!("write `\"{digits}{word}\"`"),
        );
    }
    let meant = match word {
        "sec" | "secs" | "second" | "seconds" => Some("s"),
        "min" | "mins" | "minute" | "minutes" => Some("m"),
        "hr" | "hrs" | "hour" | "hours" => Some("h"),
        "msec" | "millis" | "milliseconds" => Some("ms"),
        _ => text::nearest(word, UNITS),
    };
    match meant {
        Some(meant) => (
            format!("unknown unit `{word}`, did you mean `{meant}`?"),
            format!("write `\"{digits}{meant}\"`"),
        ),
        None => (format!("unknown unit `{word}`"), units.to_owned()),
    }
}
