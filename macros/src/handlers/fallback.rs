//! Methods of the handle for handlers with errors, so that their callers get none.

use super::expand::generated;
use super::model::{Broken, Handlers, Kind};
use crate::types::without_self;
use proc_macro2::TokenStream;
use quote::quote;
use syn::{GenericParam, Type};

pub(super) fn method(broken: &Broken, handlers: &Handlers) -> TokenStream {
    let krate = &handlers.krate;
    let self_ty = &handlers.self_ty;
    let Broken {
        kind,
        vis,
        name,
        generics,
        arguments,
        reply,
        ..
    } = broken;
    let params = generics
        .params
        .iter()
        .filter(|param| !matches!(param, GenericParam::Lifetime(_)));
    let bounds =
        (!generics.params.is_empty()).then(|| without_self(&generics.where_clause, self_ty));
    let names = arguments.iter().map(|(name, _)| generated(name));
    let types = arguments.iter().map(|(_, ty)| stripped(ty, self_ty));
    let output = match kind {
        Kind::Call => {
            let value = reply.value_type(self_ty);
            let error = reply.error_type(self_ty);
            quote!(#krate::Call<'_, #self_ty, #value, #error>)
        }
        _ => quote!(::core::result::Result<(), #krate::CastError>),
    };
    quote! {
        #[doc(hidden)]
        #[allow(unused_variables)]
        #vis fn #name<#(#params),*>(&self, #(#names: #types),*) -> #output #bounds {
            ::core::unreachable!()
        }
    }
}

/// Without named lifetimes, which the handle's method does not have.
fn stripped(ty: &Type, self_ty: &Type) -> TokenStream {
    let mut kept = TokenStream::new();
    let mut tokens = without_self(ty, self_ty).into_iter().peekable();
    while let Some(token) = tokens.next() {
        let named = matches!(&token, proc_macro2::TokenTree::Punct(sign) if sign.as_char() == '\'')
            && matches!(tokens.peek(), Some(proc_macro2::TokenTree::Ident(name)) if name != "static");
        kept.extend([token]);
        if named {
            tokens.next();
            kept.extend(quote!(_));
        }
    }
    kept
}
