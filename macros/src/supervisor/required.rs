//! What the children of a generic supervisor ask of its parameters.
//!
//! A supervisor whose parameters do not have it is an error wherever the child is mentioned. The file shows what is asked of
//! a child beside it, and the generated code takes it for granted: it is asked in one place.

use super::model::Child;
use crate::beside::{self, Known};
use crate::generics::{self, replaced};
use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote, quote_spanned};
use std::iter;
use syn::spanned::Spanned as _;
use syn::{Generics, Ident, Type};

/// The parameters with all that is asked of them, and the questions; `None` where they have it.
pub(super) fn required(
    supervisor: &Ident,
    own: &Generics,
    children: &[Child],
    text: Option<&str>,
) -> Option<(Generics, TokenStream)> {
    own.type_params().next()?;
    let mut asked = own.clone();
    let clause = &own.where_clause;
    let before = quote!(#own #clause).to_string();
    let questions: TokenStream = children
        .iter()
        .filter_map(|child| question(supervisor, own, child, &mut asked, text))
        .collect();
    let clause = &asked.where_clause;
    let is_more = !questions.is_empty() || quote!(#asked #clause).to_string() != before;
    is_more.then_some((asked, questions))
}

fn question(
    supervisor: &Ident,
    own: &Generics,
    child: &Child,
    asked: &mut Generics,
    text: Option<&str>,
) -> Option<TokenStream> {
    let ty = &child.ty;
    let arguments = generics::arguments(ty);
    if arguments.is_empty() {
        return None;
    }
    let known = |ty: &Type| {
        let name = beside::neighbour(ty)?.to_string();
        beside::child(text?, &name, &supervisor.to_string())
    };
    let found = known(ty)?;
    let of_item = missing(own, asked, generics::bounds(&found.generics, &arguments));
    let of_blocks = of_blocks(&found, &arguments);
    let of_blocks = missing(own, asked, of_blocks);
    // What is below it is asked there.
    for below in &found.children {
        let below_it = replaced(below, &found.generics, &arguments);
        if let (Some(found), Ok(ty)) = (known(below), syn::parse2::<Type>(below_it)) {
            let arguments = generics::arguments(&ty);
            missing(own, asked, generics::bounds(&found.generics, &arguments));
            missing(own, asked, self::of_blocks(&found, &arguments));
        }
    }
    let span = crate::span::at(ty.span());
    if !of_item.is_empty() {
        // The compiler asks it of the arguments of a type, and tells who wants it.
        return Some(quote_spanned!(span=> let _ = ::core::marker::PhantomData::<#ty>;));
    }
    let asks = of_blocks.into_iter().map(|(param, bound)| {
        quote_spanned! {span=> {
            const fn handlers<__T: #bound + ?Sized>() {}
            handlers::<#param>();
        }}
    });
    let questions = quote!(#(#asks)*);
    Some(questions).filter(|questions| !questions.is_empty())
}

/// What the blocks of its handlers ask.
fn of_blocks(found: &Known, arguments: &[TokenStream]) -> Vec<(TokenStream, TokenStream)> {
    let each = found.blocks.iter().flat_map(|(block, of)| {
        let places = of_block(block, of, arguments);
        generics::bounds(block, &places)
    });
    each.collect()
}

/// What the block's own parameters stand for, in their order.
fn of_block(block: &Generics, of: &Type, arguments: &[TokenStream]) -> Vec<TokenStream> {
    let places = generics::arguments(of);
    let stands_for = |param: &syn::GenericParam| {
        let name = match param {
            syn::GenericParam::Type(param) => param.ident.to_string(),
            syn::GenericParam::Const(param) => param.ident.to_string(),
            syn::GenericParam::Lifetime(_) => return TokenStream::new(),
        };
        let place = places.iter().position(|place| place.to_string() == name);
        let argument = place.and_then(|place| arguments.get(place));
        argument.cloned().unwrap_or_default()
    };
    block.params.iter().map(stands_for).collect()
}

/// What the supervisor's own parameters do not have of it. What depends on other parameters is left to the compiler.
fn missing(
    own: &Generics,
    asked: &mut Generics,
    bounds: Vec<(TokenStream, TokenStream)>,
) -> Vec<(Ident, TokenStream)> {
    let is_own = |name: &Ident| own.type_params().any(|param| param.ident == *name);
    let mut missing = Vec::new();
    for (ty, bound) in bounds {
        let Ok(param) = syn::parse2::<Ident>(ty) else {
            continue;
        };
        // That they are `'static` is asked of all.
        let is_lifetime = syn::parse2::<syn::Lifetime>(bound.clone()).is_ok();
        let depends = own
            .type_params()
            .map(|other| &other.ident)
            .chain(iter::once(&param))
            .any(|other| crate::handle::mentions(bound.to_token_stream(), other));
        let may_be_asked = is_own(&param) && !depends && !is_lifetime;
        if may_be_asked && generics::require(asked, &param, bound.clone()) {
            missing.push((param, bound));
        }
    }
    missing
}
