//! Fields that are `Freezable`.

use crate::generics::Params;
use crate::span;
use crate::types::without_self;
use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned as _;
use syn::{Attribute, Path, Type, parse_quote};

/// Whether the type is seen to be one, or to hold some.
pub(crate) fn is_named(ty: &Type) -> bool {
    fn within(tokens: TokenStream) -> bool {
        tokens.into_iter().any(|token| match token {
            TokenTree::Ident(ident) => ident == "Freezable",
            TokenTree::Group(group) => within(group.stream()),
            _ => false,
        })
    }
    within(ty.to_token_stream())
}

/// Asks whether what is in the fields can be written and read: once, where their types are written, and in a function
/// of its own, for what a parameter lacks belongs to the item.
pub(crate) fn questions<'a>(
    krate: &Path,
    params: &Params,
    name: &Ident,
    fields: impl Iterator<Item = (&'a [Attribute], &'a Type)>,
) -> Option<TokenStream> {
    if !cfg!(feature = "freeze") {
        return None;
    }
    let (header, arguments) = (params.header(), params.arguments());
    let own: Type = parse_quote!(#name #arguments);
    let bounds = without_self(&params.bounds, &own);
    let questions: TokenStream = fields
        .map(|(cfgs, ty)| {
            let span = span::at(ty.span());
            let krate = span::move_to(span, krate);
            let ty = without_self(ty, &own);
            quote_spanned! {span=>
                #(#cfgs)*
                #krate::FreezableValue::__ask(#krate::__private::MayFreeze::<#ty>::value());
            }
        })
        .collect();
    (!questions.is_empty()).then(|| {
        quote! {
            #[allow(dead_code, deprecated, unused_imports)]
            fn __freezes #header () #bounds {
                use #krate::__private::HoldsNoFreezable as _;
                #questions
            }
        }
    })
}
