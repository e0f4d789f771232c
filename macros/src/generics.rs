//! The generic parameters of an item, in the forms that expansions need.

use crate::handle;
use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{GenericParam, Generics, Ident, LifetimeParam, WhereClause};

pub(crate) struct Params {
    /// With bounds and defaults, for the definition of a type.
    pub(crate) declared: Vec<TokenStream>,
    /// With bounds, for an impl.
    pub(crate) bounded: Vec<TokenStream>,
    /// As arguments.
    pub(crate) names: Vec<TokenStream>,
    /// The type parameters alone, for `PhantomData`.
    pub(crate) types: Vec<Ident>,
    pub(crate) lifetimes: Vec<LifetimeParam>,
    pub(crate) bounds: Option<WhereClause>,
    /// All of it as it was written, to look for names.
    pub(crate) written: TokenStream,
}

impl Params {
    pub(crate) fn new(generics: &Generics) -> Self {
        let mut params = Self {
            declared: Vec::new(),
            bounded: Vec::new(),
            names: Vec::new(),
            types: Vec::new(),
            lifetimes: Vec::new(),
            bounds: generics.where_clause.clone(),
            written: {
                let (params, bounds) = (&generics.params, &generics.where_clause);
                quote!(#params #bounds)
            },
        };
        for param in &generics.params {
            params.declared.push(param.to_token_stream());
            params.bounded.push(without_default(param));
            match param {
                GenericParam::Lifetime(param) => {
                    params.names.push(param.lifetime.to_token_stream());
                    params.lifetimes.push(param.clone());
                }
                GenericParam::Type(param) => {
                    params.names.push(param.ident.to_token_stream());
                    params.types.push(param.ident.clone());
                }
                GenericParam::Const(param) => params.names.push(param.ident.to_token_stream()),
            }
        }
        params
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Whether one of them is mentioned; a lifetime is known by its name.
    pub(crate) fn are_in(&self, tokens: &TokenStream) -> bool {
        let mut names = self.names.iter().flat_map(|name| name.clone());
        names.any(|token| match token {
            TokenTree::Ident(name) => handle::mentions(tokens.clone(), &name),
            _ => false,
        })
    }

    /// `<T: Bound>`, or nothing.
    pub(crate) fn header(&self) -> TokenStream {
        angle(&self.bounded)
    }

    /// `<T>`, or nothing.
    pub(crate) fn arguments(&self) -> TokenStream {
        angle(&self.names)
    }

    /// The where clause with one more bound.
    pub(crate) fn bounds_and(&self, bound: TokenStream) -> TokenStream {
        match &self.bounds {
            Some(clause) => {
                let predicates = clause.predicates.iter();
                quote!(where #(#predicates,)* #bound)
            }
            None => quote!(where #bound),
        }
    }
}

/// `<a, b>`, or nothing.
fn angle(parts: &[TokenStream]) -> TokenStream {
    if parts.is_empty() {
        TokenStream::new()
    } else {
        quote!(<#(#parts),*>)
    }
}

fn without_default(param: &GenericParam) -> TokenStream {
    match param {
        GenericParam::Type(param) => {
            let mut param = param.clone();
            param.default = None;
            param.into_token_stream()
        }
        GenericParam::Const(param) => {
            let mut param = param.clone();
            param.default = None;
            param.into_token_stream()
        }
        other => other.to_token_stream(),
    }
}
