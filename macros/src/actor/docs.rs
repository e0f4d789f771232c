//! What rustdoc shows of an actor, as far as its struct says it.

use super::model::{Actor, Policy};
use crate::tree::{mark, words};
use proc_macro2::TokenStream;
use quote::quote;
use syn::LitStr;

/// The attribute for the struct.
pub(super) fn docs(actor: &Actor) -> Option<TokenStream> {
    let options = &actor.options;
    if !options.docs {
        return None;
    }
    let idle = options.hibernate_after.as_ref().map(words::time);
    let idle = idle.map_or(String::new(), words::hibernates_after);
    let said = said(actor)
        .into_iter()
        .map(|(key, value)| quote!((#key, #value)));
    Some(mark::mark(
        &options.krate,
        &quote!(actor(#idle, #(#said),*)),
    ))
}

/// The options that are not as they are left out.
fn said(actor: &Actor) -> Vec<(&'static str, String)> {
    let options = &actor.options;
    let policy = match options.policy {
        Policy::Always => Some("always"),
        Policy::Never => Some("never"),
        Policy::May => options.may_key.as_ref().map(|_| "may"),
    };
    let said = [
        (
            "hibernate_after",
            options.hibernate_after.as_ref().map(words::time),
        ),
        (
            "freeze_after",
            options.freeze_after.as_ref().map(words::time),
        ),
        ("hibernate", policy.map(str::to_owned)),
        ("mailbox", options.mailbox.as_ref().map(words::number)),
        ("overflow", options.overflow.map(str::to_owned)),
        ("on_restart", options.clears.then(|| "clear".to_owned())),
        ("name", options.registered.as_ref().map(name)),
    ];
    said.into_iter()
        .filter_map(|(key, value)| value.map(|value| (key, value)))
        .collect()
}

fn name(code: &TokenStream) -> String {
    match syn::parse2::<LitStr>(code.clone()) {
        Ok(name) => name.value(),
        Err(_) => crate::text::source(code),
    }
}
