//! What rustdoc shows of a supervisor.

use super::model::{Strategy, Supervisor};
use crate::tree::{mark, words};
use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;

/// The attribute for the struct.
pub(super) fn docs(supervisor: &Supervisor) -> Option<TokenStream> {
    let options = &supervisor.options;
    if !options.docs {
        return None;
    }
    let kind = if supervisor.takes_specs() {
        "dynamic"
    } else {
        match options.strategy {
            Strategy::OneForOne => "one_for_one",
            Strategy::OneForAll => "one_for_all",
            Strategy::RestForOne => "rest_for_one",
            Strategy::SimpleOneForOne => "simple_one_for_one",
        }
    };
    let words = said(supervisor);
    let children = supervisor.children.iter().map(|child| {
        let (id, ty) = (child.name.unraw().to_string(), &child.ty);
        let restart = child.restart.filter(|restart| *restart != "permanent");
        let restart = restart.unwrap_or_default();
        if child.is_not_looked_up {
            quote!((#id, #restart, docs = false, #ty))
        } else {
            quote!((#id, #restart, #ty))
        }
    });
    Some(mark::mark(
        &options.krate,
        &quote!(supervisor(#kind, [#(#words),*], #(#children),*)),
    ))
}

/// What is said of it beside its strategy, with what holds for keys that are left out; the runtime has the same.
fn said(supervisor: &Supervisor) -> Vec<String> {
    let options = &supervisor.options;
    let many = supervisor.partitions().is_some() || supervisor.takes_specs();
    let default = if many { "3" } else { "1" };
    let intensity = options.intensity.as_ref().map(words::number);
    let period = options.period.as_ref().map(words::time);
    let mut said = vec![words::restarts(
        intensity.as_deref().unwrap_or(default),
        period.as_deref().unwrap_or("5s"),
    )];
    let after = options.hibernate_after.as_ref();
    let idle = match after.or(options.auto_hibernation.as_ref()) {
        Some(said) => said.as_ref().map(words::time),
        None => (!supervisor.is_dynamic()).then(|| "1s".to_owned()),
    };
    said.extend(idle.map(words::hibernates_after));
    if supervisor.is_dynamic() {
        said.push(words::ON_DEMAND.to_owned());
    } else if let Some(partitions) = supervisor.partitions() {
        said.push(words::partitions(partitions.count.as_ref()));
    }
    said
}
