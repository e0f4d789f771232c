//! `#[info(other)]`: the handler of infos that no other takes. One function per rule, its reason above it.

use super::model::{self, Handler, Kind};
use super::way::Way;
use crate::errors::{Errors, with_help};
use crate::types;
use syn::{FnArg, Signature, Type};

/// The mark and the type of the value go together: one without the other is found by nobody.
pub(super) fn takes_any(way: &Way, sig: &Signature, kind: Kind, errors: &mut Errors) {
    if kind != Kind::Info {
        return;
    }
    let Some(ty) = value(sig) else { return };
    if way.other.is_some() && !is_any(ty) {
        let message = "the handler of all other infos takes an `AnyInfo`: it may be of any type";
        let help =
            "write `info: AnyInfo`, and ask it by `info.downcast::<Type>()`; or leave `other` out";
        errors.at(ty, with_help(message, help));
    }
    if way.other.is_none() && is_any(ty) {
        let message = "an `AnyInfo` is what no other handler takes";
        errors.at(ty, with_help(message, "write `#[info(other)]`"));
    }
}

/// What comes is handled once. Whether this is where.
pub(super) fn one_for_the_others(
    handler: &Handler,
    earlier: &[Handler],
    errors: &mut Errors,
) -> bool {
    let Some(key) = &handler.way.other else {
        return true;
    };
    // Of conditional ones the compiler knows how many are left.
    let found = earlier.iter().find(|other| {
        other.way.other.is_some() && handler.cfgs.is_empty() && other.cfgs.is_empty()
    });
    if let Some(other) = found {
        let message = format!("`{}` takes all other infos already", other.name);
        let help =
            "give this one a type of its own, or ask there what it is: `info.downcast::<Type>()`";
        errors.at(key, with_help(message, help));
    }
    found.is_none()
}

fn value(sig: &Signature) -> Option<&Type> {
    sig.inputs.iter().find_map(|input| match input {
        FnArg::Typed(input) if model::context(&input.ty).is_none() => Some(&*input.ty),
        _ => None,
    })
}

fn is_any(ty: &Type) -> bool {
    types::is_named(types::unborrowed(ty), "AnyInfo")
}
