//! Makes a supervisor with errors one that can be expanded.

use super::model::{Registered, Start, Strategy, Supervisor};
use super::{check, scan};
use crate::handle;
use proc_macro2::TokenStream;
use quote::quote;

/// Without a template there is nothing dynamic, and nothing in partitions; names that are taken get no method; a start
/// that uses a sibling too early starts nothing; a registered name that is taken is not given.
pub(super) fn repair(supervisor: &mut Supervisor) {
    if supervisor.is_dynamic() {
        supervisor.options.partitions = None;
    } else if supervisor.partitions().is_some() {
        supervisor.children.truncate(1);
        match supervisor.children.first_mut() {
            Some(child) if check::partitions::own_handle(child).is_some() => {
                child.start = Start::Broken(Vec::new());
            }
            Some(_) => {}
            None => supervisor.options.partitions = None,
        }
        return;
    }
    if supervisor.takes_specs() {
        supervisor.options.strategy = Strategy::OneForOne;
        supervisor.children.clear();
        return;
    }
    if supervisor.is_dynamic() {
        supervisor.children.truncate(1);
        if supervisor.children.is_empty() {
            supervisor.options.strategy = Strategy::OneForOne;
        }
        return;
    }
    let names: Vec<_> = supervisor
        .children
        .iter()
        .map(|child| child.name.clone())
        .collect();
    for (place, child) in supervisor.children.iter_mut().enumerate() {
        if let Start::Expr { value, .. } = &child.start
            && names
                .iter()
                .skip(place)
                .any(|name| scan::uses(value.clone(), name).is_some())
        {
            child.start = Start::Broken(Vec::new());
        }
    }
    for place in 1..supervisor.children.len() {
        let (earlier, later) = supervisor.children.split_at_mut(place);
        if let Some(child) = later.first_mut()
            && let Some(Registered::Literal(name)) = &child.registered
            && earlier.iter().any(|other| check::has_name(other, name))
        {
            child.registered = None;
        }
    }
    supervisor
        .children
        .retain(|child| !handle::is_reserved(&child.name));
}

/// Only the name of the handle, for those that mention it.
pub(super) fn handle_only(supervisor: &Supervisor) -> TokenStream {
    let Supervisor {
        vis,
        name,
        handle,
        item,
        ..
    } = supervisor;
    let declared = &supervisor.params.declared;
    let arguments = supervisor.params.arguments();
    let bounds = &supervisor.params.bounds;
    quote! {
        #item
        #[doc(hidden)]
        #[allow(dead_code)]
        #vis struct #handle<#(#declared),*>(
            ::core::marker::PhantomData<fn() -> #name #arguments>
        ) #bounds;
    }
}
