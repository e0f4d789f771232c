//! `#[actor]` on a struct: the handle type and what the runtime must know of the state.

mod check;
mod docs;
mod expand;
mod fallback;
mod fields;
mod model;
mod parse;

use crate::beside;
use crate::doubled;
use crate::errors::Errors;
use crate::handlers;
use crate::twice;
use crate::undefined;
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::Path;

/// `#[actor]`: on an impl block it reads handlers, on everything else it expects a struct.
pub(crate) fn expand(args: TokenStream, item: TokenStream) -> TokenStream {
    if is_impl(&item) {
        handlers::expand(args, item)
    } else {
        expand_struct(args, item)
    }
}

fn expand_struct(args: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::new();
    let options = parse::options(args, &mut errors);
    let Some(mut item) = twice::take(item.clone(), "actor", &options.krate, &mut errors) else {
        let errors = errors.finish();
        return quote::quote!(#item #errors);
    };
    let mut docs = None;
    let code = match parse::item(&item, &options.krate, &mut errors) {
        Some(mut parsed) => {
            if let Some(unmarked) = parsed.unmarked.take() {
                item = unmarked;
            }
            if doubled::is_another(&parsed.name, "struct") {
                let errors = errors.finish();
                return quote::quote!(#item #errors);
            }
            let actor = model::Actor::new(parsed, options);
            check::check(&actor, &mut errors);
            if actor.params.lifetimes.is_empty() {
                docs = docs::docs(&actor);
                let handlers = unmarked_handlers(&actor);
                let code = expand::expand(&actor);
                quote::quote!(#code #handlers)
            } else {
                fallback::handle_only(&actor)
            }
        }
        None => TokenStream::new(),
    };
    let docs = docs.filter(|_| errors.count() == 0);
    let errors = errors.finish();
    quote::quote!(#docs #item #code #errors)
}

/// What the attribute would have given with a struct that does not have it, but without the struct.
pub(crate) fn as_if_marked(item: TokenStream, krate: &Path, errors: &mut Errors) -> TokenStream {
    let options = model::Options {
        krate: krate.clone(),
        ..model::Options::default()
    };
    let Some(parsed) = parse::item(&item, krate, errors) else {
        return TokenStream::new();
    };
    let actor = model::Actor::new(parsed, options);
    if actor.params.lifetimes.is_empty() {
        expand::expand(&actor)
    } else {
        fallback::handle_only(&actor)
    }
}

/// Those of a block beside it whose attribute was forgotten: its marks say so. Or of one that misspells the name.
fn unmarked_handlers(actor: &model::Actor) -> Option<TokenStream> {
    let krate = &actor.options.krate;
    if let Some(block) = undefined::block(&actor.name) {
        return Some(handlers::stubs(block, &actor.name, krate));
    }
    let text = beside::text_around(&actor.name, "struct")?;
    let block = beside::unhandled(&text, &actor.name.to_string())?;
    Some(handlers::as_if_marked(block.into_token_stream(), krate))
}

/// Whether the first word after the attributes is the `impl` of an impl block.
fn is_impl(item: &TokenStream) -> bool {
    item.clone()
        .into_iter()
        .find_map(|token| match token {
            TokenTree::Ident(word) if word == "unsafe" || word == "default" => None,
            TokenTree::Ident(word) => Some(word == "impl"),
            _ => None,
        })
        .unwrap_or(false)
}
