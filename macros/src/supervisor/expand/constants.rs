//! What is a constant of its own, so that it is checked once, and also where nothing is built.

use super::super::model::{Child, Supervisor};
use super::super::scan;
use super::krate_at;
use crate::constant::{self, Constant, Rule};
use crate::span;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, format_ident, quote_spanned};
use syn::Attribute;

pub(super) fn items(supervisor: &Supervisor) -> Vec<TokenStream> {
    let children = || supervisor.children.iter();
    let limits = children().filter_map(|child| start_timeout(supervisor, child));
    let constants = period(supervisor).into_iter().chain(limits);
    let constants = constants.filter_map(|constant| constant.item);
    let backoffs = children().filter_map(|child| checked(supervisor, child));
    backoffs.chain(constants).collect()
}

pub(super) fn period(supervisor: &Supervisor) -> Option<Constant> {
    let time = supervisor.options.period.as_ref()?;
    Some(constant(
        Rule::Period,
        time,
        (&supervisor.name, &[]),
        supervisor,
    ))
}

pub(super) fn start_timeout(supervisor: &Supervisor, child: &Child) -> Option<Constant> {
    let limit = child.start_timeout.as_ref()?;
    Some(constant(
        Rule::StartTimeout,
        limit,
        (&child.name, &[]),
        supervisor,
    ))
}

fn constant(
    rule: Rule,
    value: &TokenStream,
    of: (&Ident, &[Attribute]),
    supervisor: &Supervisor,
) -> Constant {
    let inside = !supervisor.params.is_empty();
    constant::checked(rule, value, of, &supervisor.options.krate, inside)
}

pub(super) fn backoff(supervisor: &Supervisor, child: &Child) -> Option<TokenStream> {
    let backoff = child.backoff.as_ref()?;
    Some(if is_checked_apart(supervisor, backoff) {
        backoff_name(child).to_token_stream()
    } else {
        backoff.clone()
    })
}

/// A back-off in a constant of its own, which is checked once and also where nothing is built.
fn checked(supervisor: &Supervisor, child: &Child) -> Option<TokenStream> {
    let (key, backoff) = (child.backoff_key.as_ref()?, child.backoff.as_ref()?);
    if !is_checked_apart(supervisor, backoff) {
        return None;
    }
    let span = span::at(key.span());
    let krate = krate_at(supervisor, span);
    let name = backoff_name(child);
    Some(quote_spanned! {span=>
        #[allow(non_upper_case_globals)]
        const #name: #krate::__private::Backoff = #backoff;
    })
}

fn is_checked_apart(supervisor: &Supervisor, backoff: &TokenStream) -> bool {
    supervisor.params.is_empty() && !scan::mentions_self(backoff.clone())
}

fn backoff_name(child: &Child) -> Ident {
    let name = syn::ext::IdentExt::unraw(&child.name);
    format_ident!("__BACKOFF_{name}", span = Span::call_site())
}
