//! `#[actor]` on an impl block: the messages, their dispatch, and the methods of the handle.

pub(crate) mod check;
mod declared;
mod expand;
mod fallback;
mod hooks;
mod mark;
mod model;
mod other;
mod parse;
mod probe;
pub(crate) mod receiver;
pub(crate) mod reply;
mod unmarked;
mod way;

pub(crate) use self::expand::generated;
pub(crate) use self::mark::{MARKS, conditional, is_mark};
pub(crate) use self::model::{Kind, context};

use crate::beside;
use crate::doubled;
use crate::errors::Errors;
use crate::undefined;
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens as _, quote};
use syn::{ItemImpl, Path, parse_quote};

/// What the attribute would have given with a block that does not have it, but without the block. What is wrong with the
/// block can wait until it has its attribute.
pub(crate) fn as_if_marked(item: TokenStream, krate: &Path) -> TokenStream {
    let mut errors = Errors::new();
    let handlers = syn::parse2::<parse::ImplBlock>(item).ok();
    let handlers = handlers.and_then(|mut block| {
        let generics = block.generics.clone();
        let krate = krate.clone();
        let mut handlers = model::Handlers::new(&mut block, &generics, krate, &mut errors)?;
        expand::take_for_granted(&mut handlers);
        Some(expand::expand(&handlers))
    });
    errors.finish();
    handlers.unwrap_or_default()
}

/// The methods of the handle for a block of a type that is misspelt, so that who calls them gets no error.
pub(crate) fn stubs(mut block: ItemImpl, name: &Ident, krate: &Path) -> TokenStream {
    let mut errors = Errors::new();
    *block.self_ty = parse_quote!(#name);
    let handlers = syn::parse2::<parse::ImplBlock>(block.into_token_stream()).ok();
    let handlers = handlers.and_then(|mut block| {
        let generics = block.generics.clone();
        let handlers = model::Handlers::new(&mut block, &generics, krate.clone(), &mut errors)?;
        Some(expand::expand(&handlers.without_methods()))
    });
    errors.finish();
    handlers.unwrap_or_default()
}

pub(crate) fn expand(args: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::new();
    let parse::Options { krate, docs } = parse::options(args, &mut errors);
    let code = match syn::parse2::<parse::ImplBlock>(item.clone()) {
        // Its struct is one too many, and so is the block.
        Ok(block) if doubled::is_of_another(&block.self_ty) => TokenStream::new(),
        Ok(mut block) if undefined::is_undefined(&block.self_ty) => {
            let generics = block.generics.clone();
            model::Handlers::new(&mut block, &generics, krate, &mut errors);
            quote!(#block)
        }
        Ok(mut block) => {
            declared::fill_in_defaults(&mut block);
            let generics = match declared::required(&block) {
                Ok(generics) => generics,
                Err(mismatch) => return mismatched(block, mismatch, krate, errors),
            };
            let handlers = model::Handlers::new(&mut block, &generics, krate, &mut errors);
            match handlers {
                Some(mut handlers) => {
                    if unmarked::is_supervisor(&block, &mut errors) {
                        let errors = errors.finish();
                        return quote!(#block #errors);
                    }
                    expand::take_for_granted(&mut handlers);
                    let handlers = &handlers;
                    let docs = docs.then(|| expand::docs(handlers)).flatten();
                    let code = expand::expand(handlers);
                    let missing = unmarked::report(&block, &handlers.krate, &mut errors);
                    quote!(#block #docs #code #missing)
                }
                // The compiler would say so again.
                None if check::is_of_no_struct(&block) => TokenStream::new(),
                None => quote!(#block),
            }
        }
        // The compiler says what is wrong with the item itself.
        Err(_) => item,
    };
    let errors = errors.finish();
    quote!(#code #errors)
}

/// Of a block with other arguments than its struct has parameters the compiler says so. A struct that takes none is an actor
/// all the same.
fn mismatched(
    mut block: parse::ImplBlock,
    mismatch: declared::Mismatch,
    krate: Path,
    mut errors: Errors,
) -> TokenStream {
    let generics = block.generics.clone();
    let handlers = model::Handlers::new(&mut block, &generics, krate, &mut errors);
    let handlers = handlers.filter(|_| mismatch.needs_none).map(|handlers| {
        let (krate, name) = (&handlers.krate, beside::neighbour(&block.self_ty));
        as_if_marked(quote!(impl #name {}), krate)
    });
    let errors = errors.finish();
    quote!(#block #handlers #errors)
}
