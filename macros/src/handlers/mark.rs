//! The marks of methods: which attribute makes a method a handler, or a hook.

use super::check;
use super::hooks::Moment;
use super::model::Kind;
use super::parse::Method;
use super::way::{self, Way};
use crate::args::{Zero, word};
use crate::duration;
use crate::errors::{Errors, with_help};
use crate::text;
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, Meta, Path, Token, parse_quote};

/// The attributes that this one consumes.
pub(super) enum Mark {
    Handler(Kind, Option<TokenStream>, Way),
    Stop,
    FormatStatus,
    Hook(Moment),
}

/// Takes the marks off a method and reads the first.
pub(super) fn mark(method: &mut Method, krate: &Path, errors: &mut Errors) -> Option<Mark> {
    for attr in &mut method.attrs {
        if let Some(mark) = conditional(attr, |path| is_mark(path, krate)) {
            let name = text::source(mark.path());
            let message = format!("`#[{name}]` is read before a `cfg_attr` is");
            let help =
                format!("write `#[{name}]`, with a `#[cfg(..)]` beside it for the whole method");
            errors.at(mark.path(), with_help(message, help));
            *attr = parse_quote!(#[#mark]);
        }
    }
    let (marks, others): (Vec<Attribute>, Vec<Attribute>) = std::mem::take(&mut method.attrs)
        .into_iter()
        .partition(|attr| is_mark(attr.path(), krate));
    method.attrs = others;
    check::one_mark(&marks, errors);
    // What one may return, another may not: a call may return anything.
    let is_call = |attr: &Attribute| {
        attr.path()
            .segments
            .last()
            .is_some_and(|last| last.ident == "call")
    };
    let read = marks.iter().position(is_call).unwrap_or_default();
    let attr = marks.into_iter().nth(read)?;
    method.is_message = true;
    let name = attr.path().segments.last()?.ident.clone();
    match name.to_string().as_str() {
        "call" => Some(Mark::Handler(
            Kind::Call,
            None,
            way::read(&attr, Kind::Call, errors),
        )),
        "cast" => Some(Mark::Handler(
            Kind::Cast,
            None,
            way::read(&attr, Kind::Cast, errors),
        )),
        "stop" => bare(&attr, Mark::Stop, errors),
        "format_status" => bare(&attr, Mark::FormatStatus, errors),
        "on_hibernate" => bare(&attr, Mark::Hook(Moment::Hibernate), errors),
        "on_wake" => bare(&attr, Mark::Hook(Moment::Wake), errors),
        "info" => Some(Mark::Handler(
            Kind::Info,
            None,
            way::read(&attr, Kind::Info, errors),
        )),
        "start" => bare(
            &attr,
            Mark::Handler(Kind::Start, None, Way::default()),
            errors,
        ),
        "every" => {
            let (period, way) = every(&attr, errors);
            Some(Mark::Handler(Kind::Every, period, way))
        }
        _ => {
            let message = format!("`#[{name}]` is not available yet");
            let help = "there are `#[call]`, `#[cast]`, `#[every]`, `#[info]`, `#[start]`, `#[stop]`, `#[on_hibernate]`, `#[on_wake]` and `#[format_status]`";
            errors.at(&name, with_help(message, help));
            None
        }
    }
}

/// The mark in a `cfg_attr`.
pub(crate) fn conditional(attr: &Attribute, is_mark: impl Fn(&Path) -> bool) -> Option<Meta> {
    if !attr.path().is_ident("cfg_attr") {
        return None;
    }
    let parser = Punctuated::<Meta, Token![,]>::parse_terminated;
    let attributes = attr.parse_args_with(parser).ok()?;
    let mut attributes = attributes.into_iter().skip(1);
    attributes.find(|meta| is_mark(meta.path()))
}

pub(crate) const MARKS: &[&str] = &[
    "call",
    "cast",
    "every",
    "start",
    "stop",
    "info",
    "format_status",
    "on_hibernate",
    "on_wake",
    "health",
];

/// `#[call]`, or `#[dormouse::call]`.
pub(crate) fn is_mark(path: &Path, krate: &Path) -> bool {
    let mut names = path.segments.iter().rev().map(|segment| &segment.ident);
    let known = names
        .next()
        .is_some_and(|name| MARKS.iter().any(|mark| name == mark));
    let from = krate.segments.last().map(|segment| &segment.ident);
    known && names.next().is_none_or(|prefix| Some(prefix) == from)
}

/// The same where it does not matter whose it is: beside it nothing could be read.
pub(super) fn is_named_as_one(path: &Path) -> bool {
    let last = path.segments.last();
    last.is_some_and(|last| MARKS.iter().any(|mark| last.ident == mark))
}

/// These marks take no arguments.
fn bare(attr: &Attribute, mark: Mark, errors: &mut Errors) -> Option<Mark> {
    let name = attr.path().segments.last()?.ident.to_string();
    let tokens = match &attr.meta {
        Meta::Path(_) => return Some(mark),
        Meta::List(list) => list.tokens.clone(),
        Meta::NameValue(pair) => pair.value.to_token_stream(),
    };
    if !tokens.is_empty() {
        let message = format!("`#[{name}]` takes no arguments");
        errors.at(tokens, with_help(message, format!("write `#[{name}]`")));
    }
    Some(mark)
}

/// `#[every("60s")]`, `#[every("60s", blocking)]`
fn every(attr: &Attribute, errors: &mut Errors) -> (Option<TokenStream>, Way) {
    let help = "write `#[every(\"60s\")]`";
    let none = (None, Way::default());
    match &attr.meta {
        Meta::List(list) if !list.tokens.is_empty() => {
            let parser = |input: ParseStream<'_>| {
                let period: Expr = input.parse()?;
                if !input.is_empty() {
                    input.parse::<Token![,]>()?;
                }
                Ok((period, input.parse::<TokenStream>()?))
            };
            match list.parse_args_with(parser) {
                Ok((Expr::Assign(pair), _)) if word(&pair.left).is_some() => {
                    let message = "the period is written without a key";
                    errors.at(&pair.left, with_help(message, help));
                    none
                }
                Ok((value, rest)) => {
                    let period = duration::read(&value, Zero::Refused, errors);
                    if let Some(TokenTree::Literal(second)) = rest.clone().into_iter().next() {
                        let help = "write one handler for each, which may call the same method";
                        errors.at(second, with_help("an interval has one period", help));
                        return (period, Way::default());
                    }
                    (period, way::read_after_period(rest, errors))
                }
                Err(error) => {
                    errors.at_span(error.span(), with_help("expected one duration", help));
                    none
                }
            }
        }
        Meta::NameValue(pair) => {
            errors.at(
                &pair.value,
                with_help("the period stands in parentheses", help),
            );
            none
        }
        _ => {
            errors.at(attr.path(), with_help("`#[every]` needs a period", help));
            none
        }
    }
}
