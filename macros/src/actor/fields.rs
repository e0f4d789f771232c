//! The fields of a struct, and `#[actor(keep)]` on them.

use crate::args::{self, Keys, Value};
use crate::errors::{Errors, with_help};
use crate::text;
use crate::types;
use syn::{Attribute, Fields, Meta, Path, Type, parse_quote};

const KEYS: Keys = Keys {
    attribute: "`#[actor]` on a field",
    known: &["keep"],
    planned: &[],
    meant: &[],
    elsewhere: &[(
        &[
            "hibernate_after",
            "hibernate",
            "freeze_after",
            "mailbox",
            "overflow",
            "on_restart",
            "name",
            "docs",
            "crate",
        ],
        "on the struct",
    )],
};

const HELP: &str = "write `#[actor(keep)]`";

/// Takes the marks off. `None` where there are none; else which fields are kept.
pub(super) fn marks(fields: &mut Fields, krate: &Path, errors: &mut Errors) -> Option<Vec<bool>> {
    let mut any = false;
    let keeps = fields
        .iter_mut()
        .map(|field| {
            let (marks, others): (Vec<Attribute>, Vec<Attribute>) =
                std::mem::take(&mut field.attrs)
                    .into_iter()
                    .partition(|attr| is_mark(attr.path(), krate));
            field.attrs = others;
            any |= !marks.is_empty();
            // All of them, so that all their mistakes are told.
            let keep = marks.iter().filter(|mark| keeps(mark, errors)).count();
            keep > 0
        })
        .collect();
    any.then_some(keeps)
}

/// A state is moved to where it runs, so all of it has a size. Boxes what has none, to go on with; whether there was any.
pub(super) fn sized(fields: &mut Fields, errors: &mut Errors) -> bool {
    let mut any = false;
    for field in fields {
        let boxed: Type = match types::bare(&field.ty) {
            Type::TraitObject(object) => {
                let mut object = object.clone();
                object.bounds.push(parse_quote!(::core::marker::Send));
                parse_quote!(::std::boxed::Box<#object>)
            }
            ty @ Type::Slice(_) => parse_quote!(::std::boxed::Box<#ty>),
            ty @ Type::Path(path) if path.path.is_ident("str") => {
                parse_quote!(::std::boxed::Box<#ty>)
            }
            _ => continue,
        };
        let written = text::source(&field.ty);
        let help = match &field.ty {
            Type::TraitObject(_) => format!("write `Box<{written} + Send>`"),
            Type::Slice(slice) => format!("write `Vec<{}>`", text::source(&slice.elem)),
            _ => "write `String`".to_owned(),
        };
        let message = format!("a state has a size, and `{written}` has none");
        errors.at(&field.ty, with_help(message, help));
        field.ty = boxed;
        any = true;
    }
    any
}

/// `#[actor]`, or `#[dormouse::actor]`.
fn is_mark(path: &Path, krate: &Path) -> bool {
    let mut names = path.segments.iter().rev().map(|segment| &segment.ident);
    let actor = names.next().is_some_and(|name| name == "actor");
    let from = krate.segments.last().map(|segment| &segment.ident);
    actor && names.next().is_none_or(|prefix| Some(prefix) == from)
}

fn keeps(mark: &Attribute, errors: &mut Errors) -> bool {
    let tokens = match &mark.meta {
        Meta::List(list) if !list.tokens.is_empty() => list.tokens.clone(),
        _ => {
            errors.at(
                mark,
                with_help("`#[actor]` on a field says what is kept of it", HELP),
            );
            return false;
        }
    };
    let mut keep = false;
    for arg in args::read(tokens, &KEYS, errors) {
        if !matches!(arg.value, Value::Bare) {
            errors.at(&arg.key, with_help("`keep` takes no value", HELP));
        }
        keep = true;
    }
    keep
}
