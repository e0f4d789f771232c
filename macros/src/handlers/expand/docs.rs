//! What rustdoc shows of the handlers: what each takes and gives, and whether the actor hibernates after it.

use super::super::model::{Handler, Handlers, Kind};
use super::super::reply::Form;
use super::values;
use crate::tree::mark;
use crate::{duration, text, types};
use proc_macro2::TokenStream;
use quote::quote;
use syn::Visibility;
use syn::ext::IdentExt;

/// The attribute for what is emitted beside the block. `None` where the actor has no name to be found by, or
/// something is wrong with its handlers.
pub(in crate::handlers) fn docs(handlers: &Handlers) -> Option<TokenStream> {
    if !handlers.broken.is_empty() {
        return None;
    }
    let path = types::import_path(&handlers.self_ty)?;
    let rows = handlers.handlers.iter().map(row);
    Some(mark::mark(
        &handlers.krate,
        &quote!(handlers(#path, #(#rows),*)),
    ))
}

fn row(handler: &Handler) -> TokenStream {
    let cfgs = &handler.cfgs;
    let name = handler.name.unraw().to_string();
    let is_public = handler.kind.has_method() && matches!(handler.vis, Visibility::Public(_));
    let method = if is_public { quote!(pub) } else { quote!() };
    // The method of the handle is hidden as well.
    let hidden = mark::is_hidden(&handler.docs).then(|| quote!(_));
    let mark = mark_of(handler);
    let arguments: Vec<String> = values(handler)
        .map(|(name, ty)| format!("{name}: {}", text::source(ty)))
        .collect();
    let arguments = arguments.join(", ");
    let reply = reply(handler);
    let hibernates = hibernates(handler);
    let period = handler.period.as_ref().map(|code| {
        if let Some(count) = duration::in_code(code) {
            quote!(#count)
        } else {
            let source = text::source(code);
            quote!(#source)
        }
    });
    quote!(#(#cfgs)* (#method #hidden #name, #mark, #arguments, #reply, #hibernates, #period))
}

fn mark_of(handler: &Handler) -> &'static str {
    match handler.kind {
        Kind::Call if handler.way.priority => "call(priority)",
        Kind::Call => "call",
        Kind::Cast if handler.way.priority => "cast(priority)",
        Kind::Cast => "cast",
        Kind::Every => "every",
        Kind::Info if handler.way.other.is_some() => "info(other)",
        Kind::Info => "info",
        Kind::Start => "start",
    }
}

/// What the caller gets.
fn reply(handler: &Handler) -> String {
    if handler.kind != Kind::Call {
        return String::new();
    }
    let reply = &handler.reply;
    let value = reply.value.as_ref().map_or("()".to_owned(), text::source);
    match &reply.error {
        Some(error) => format!("Result<{value}, {}>", text::source(error)),
        None => value,
    }
}

fn hibernates(handler: &Handler) -> &'static str {
    match (handler.reply.form, handler.may_hibernate_in_place()) {
        (Form::Plain, false) => "",
        (Form::Plain, true) => "where it awaits, perhaps",
        (Form::Hibernate, _) => "always",
        (Form::Outcome, _) => "as it decides",
    }
}
