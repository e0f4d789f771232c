//! What starts a child, as it is written.

use super::model::{Closure, Parameter, Start};
use super::{check, scan};
use crate::constant;
use crate::errors::Errors;
use crate::types;
use quote::{ToTokens, format_ident};
use syn::{Expr, ExprClosure, Pat, ReturnType};

pub(super) fn expression(value: Expr) -> Start {
    let value = value.into_token_stream();
    let awaits = scan::awaits(value.clone());
    Start::Expr { value, awaits }
}

/// A closure that takes nothing but the number.
pub(super) fn partition(written: &ExprClosure, errors: &mut Errors) -> Start {
    let before = errors.count();
    check::closure(written, errors);
    if errors.count() > before || written.inputs.len() > 1 {
        return Start::Broken(Vec::new());
    }
    let body = written.body.to_token_stream();
    let awaits = scan::awaits(body.clone());
    let value = match &written.output {
        ReturnType::Default => body,
        ReturnType::Type(_, ty) => constant::annotated(&body, ty),
    };
    Start::Expr { value, awaits }
}

pub(super) fn closure(written: &ExprClosure, errors: &mut Errors) -> Start {
    let before = errors.count();
    check::closure(written, errors);
    let parameters: Vec<Parameter> = written
        .inputs
        .iter()
        .enumerate()
        .map(|(index, input)| parameter(index, input, errors))
        .collect();
    if errors.count() > before {
        return Start::Broken(parameters);
    }
    let body = written.body.to_token_stream();
    Start::Closure(Closure {
        parameters,
        output: match &written.output {
            ReturnType::Default => None,
            ReturnType::Type(_, ty) => Some((**ty).clone()),
        },
        awaits: scan::awaits(body.clone()),
        body,
    })
}

fn parameter(index: usize, input: &Pat, errors: &mut Errors) -> Parameter {
    let (pattern, ty) = match input {
        other if check::self_as_parameter(other, errors) => (other.clone(), None),
        Pat::Type(typed) if types::has_a_name(&typed.ty) => {
            ((*typed.pat).clone(), Some((*typed.ty).clone()))
        }
        Pat::Type(typed) => {
            check::untyped_parameter(&typed.pat, errors);
            ((*typed.pat).clone(), None)
        }
        other => {
            check::untyped_parameter(other, errors);
            (other.clone(), None)
        }
    };
    let name = match &pattern {
        Pat::Ident(pat) if pat.subpat.is_none() && pat.ident != "self" => pat.ident.clone(),
        _ => format_ident!("argument{index}"),
    };
    let ty = ty.filter(|ty| check::owned_parameter(ty, errors));
    Parameter { name, pattern, ty }
}
