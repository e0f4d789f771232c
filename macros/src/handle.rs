//! The newtypes that users hold: a name of their own round the runtime's thin handle.

use crate::errors::{Errors, with_help};
use crate::generics::Params;
use crate::tree::mark;
use crate::{beside, doubled};
use proc_macro2::{Span, TokenStream, TokenTree};
use quote::quote;
use syn::{Attribute, Ident, Path, Visibility};

/// What every handle has besides the names of handlers or children.
const RESERVED: &[&str] = &[
    "stop",
    "tree",
    "actor",
    "supervisor",
    "clone",
    "clone_from",
    "eq",
    "ne",
    "fmt",
    "hash",
];

/// Whether a handle already has a method of this name.
pub(crate) fn is_reserved(name: &Ident) -> bool {
    let name = syn::ext::IdentExt::unraw(name);
    RESERVED.iter().any(|taken| name == taken)
}

/// The name of the handle of an actor, a supervisor or an interface, in whose line that word is. Where another type has that name, a free one.
pub(crate) fn of(name: &Ident, word: &str) -> Ident {
    let handle = quote::format_ident!("{}Ref", name);
    let text = beside::text_around(name, word);
    let is_taken =
        text.is_some_and(|text| doubled::has(&text, &name.to_string(), &handle.to_string()));
    if is_taken {
        quote::format_ident!("__{}", handle)
    } else {
        handle
    }
}

/// The handle's name is made of its actor's, whoever has it already.
pub(crate) fn is_free(name: &Ident, handle: &Ident, errors: &mut Errors) {
    let name = &syn::ext::IdentExt::unraw(name);
    if *handle != format!("{name}Ref") {
        let message = format!(
            "`{name}` has the handle `{name}Ref`, and another type of this module has that name"
        );
        errors.at(name, with_help(message, "give one of the two another name"));
    }
}

/// The parameter that says how messages find their actor, under a name that `around` does
/// not use.
pub(crate) fn route_name(around: &TokenStream) -> Ident {
    free_name("Route", around)
}

/// `wanted`, or the like, where `around` uses that.
pub(crate) fn free_name(wanted: &str, around: &TokenStream) -> Ident {
    let mut name = Ident::new(wanted, Span::call_site());
    while mentions(around.clone(), &name) {
        name = quote::format_ident!("{name}_");
    }
    name
}

pub(crate) fn mentions(tokens: TokenStream, name: &Ident) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(word) => word == *name,
        TokenTree::Group(group) => mentions(group.stream(), name),
        _ => false,
    })
}

/// What stands on a struct that matters for all that is made of it.
#[derive(Clone, Copy)]
pub(crate) struct Marks {
    /// It is on no page, and no more is its handle.
    pub(crate) is_hidden: bool,
    /// Generated code names what is deprecated: only the user's own words are told so.
    pub(crate) is_deprecated: bool,
}

impl Marks {
    pub(crate) fn new(attrs: &[Attribute]) -> Self {
        Self {
            is_hidden: mark::is_hidden(attrs),
            is_deprecated: attrs.iter().any(is_deprecated),
        }
    }

    /// For generated code.
    pub(crate) fn allowed(self) -> Option<TokenStream> {
        allowed(self.is_deprecated)
    }
}

/// For what names something that may be deprecated.
pub(crate) fn allowed(is_deprecated: bool) -> Option<TokenStream> {
    is_deprecated.then(|| quote!(#[allow(deprecated)]))
}

/// `#[deprecated]`, or `#[allow(deprecated)]`.
pub(crate) fn is_deprecated(attr: &Attribute) -> bool {
    let allows = attr.path().is_ident("allow") || attr.path().is_ident("expect");
    let is_word = |word: TokenTree| matches!(word, TokenTree::Ident(word) if word == "deprecated");
    let list = attr.meta.require_list();
    attr.path().is_ident("deprecated")
        || allows && list.is_ok_and(|list| list.tokens.clone().into_iter().any(is_word))
}

pub(crate) struct Newtype<'a> {
    pub(crate) krate: &'a Path,
    pub(crate) vis: &'a Visibility,
    pub(crate) name: &'a Ident,
    pub(crate) params: &'a Params,
    /// Name, bound and default of the route parameter.
    pub(crate) route: Option<(TokenStream, TokenStream, TokenStream)>,
    pub(crate) inner: TokenStream,
    pub(crate) docs: Vec<String>,
    pub(crate) marks: Marks,
}

/// The type with `Clone`, `Debug`, `PartialEq`, `Eq` and `Hash`, all by forwarding. And with `Compact`: a
/// handle in another actor's state owns no memory.
pub(crate) fn newtype(newtype: &Newtype<'_>) -> TokenStream {
    let Newtype {
        krate,
        vis,
        name,
        params,
        route,
        inner,
        docs,
        marks,
    } = newtype;
    let hidden = marks.is_hidden.then(|| quote!(#[doc(hidden)]));
    let allowed = marks.allowed();
    let mut declared = params.declared.clone();
    let mut bounded = params.bounded.clone();
    let mut names = params.names.clone();
    if let Some((route, bound, default)) = route {
        declared.push(quote!(#route: #bound = #default));
        bounded.push(quote!(#route: #bound));
        names.push(route.clone());
    }
    let bounds = &params.bounds;
    let header = angle(&bounded);
    let target = angle(&names);
    let declared = angle(&declared);
    quote! {
        #(#[doc = #docs])*
        #hidden
        #allowed
        #vis struct #name #declared(pub(crate) #inner) #bounds;

        #[automatically_derived]
        impl #header ::core::clone::Clone for #name #target #bounds {
            fn clone(&self) -> Self {
                Self(::core::clone::Clone::clone(&self.0))
            }
        }

        #[automatically_derived]
        impl #header ::core::fmt::Debug for #name #target #bounds {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt(&self.0, formatter)
            }
        }

        #[automatically_derived]
        impl #header ::core::cmp::PartialEq for #name #target #bounds {
            fn eq(&self, other: &Self) -> bool {
                ::core::cmp::PartialEq::eq(&self.0, &other.0)
            }
        }

        #[automatically_derived]
        impl #header ::core::cmp::Eq for #name #target #bounds {}

        #[automatically_derived]
        impl #header ::core::hash::Hash for #name #target #bounds {
            fn hash<__State: ::core::hash::Hasher>(&self, state: &mut __State) {
                ::core::hash::Hash::hash(&self.0, state);
            }
        }

        #[automatically_derived]
        impl #header #krate::Compact for #name #target #bounds {
            fn compact(&mut self, _: &mut #krate::Compaction) {}
            fn measure(&self, _: &mut #krate::Measure) {}
        }
    }
}

/// The conversions between a typed handle and one without a type.
pub(crate) fn erased(
    krate: &Path,
    name: &TokenStream,
    header: &TokenStream,
    bounds: &TokenStream,
) -> TokenStream {
    quote! {
        #[automatically_derived]
        impl #header ::core::convert::From<#name> for #krate::AnyActorRef #bounds {
            fn from(handle: #name) -> Self {
                Self::from(&handle.0)
            }
        }

        #[automatically_derived]
        impl #header ::core::convert::From<&#name> for #krate::AnyActorRef #bounds {
            fn from(handle: &#name) -> Self {
                Self::from(&handle.0)
            }
        }

        #[automatically_derived]
        impl #header ::core::convert::TryFrom<#krate::AnyActorRef> for #name #bounds {
            type Error = #krate::AnyActorRef;
            fn try_from(any: #krate::AnyActorRef) -> ::core::result::Result<Self, Self::Error> {
                ::core::result::Result::map(::core::convert::TryFrom::try_from(any), Self)
            }
        }
    }
}

fn angle(parts: &[TokenStream]) -> TokenStream {
    if parts.is_empty() {
        TokenStream::new()
    } else {
        quote!(<#(#parts),*>)
    }
}
