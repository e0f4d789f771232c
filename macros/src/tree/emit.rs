//! An item with what rustdoc needs beside it.

use super::facts::{self, Conditional, Said};
use super::registry::{Child, Found, Id, Kind, Registry};
use crate::generics::Params;
use crate::text;
use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::ext::IdentExt;
use syn::{Ident, ItemStruct, Path};

/// `None` where the item is none that can be documented.
pub(super) fn documented(krate: &Path, said: Said, item: &TokenStream) -> Option<TokenStream> {
    match said {
        Said::Actor { idle, options } => {
            let (name, params) = named(item)?;
            let kind = Kind::Actor { idle, options };
            Some(with_tree(krate, item, kind, &name, &params, &[]))
        }
        Said::Supervisor {
            strategy,
            words,
            mut children,
        } => {
            let (name, params) = named(item)?;
            for child in &mut children {
                child.path = child.path.take().filter(|path| !is_param(path, &params));
            }
            let kind = Kind::Supervisor {
                strategy,
                words,
                children: children.iter().map(note).collect(),
            };
            Some(with_tree(krate, item, kind, &name, &params, &children))
        }
        Said::Handlers { path, rows } => {
            let handlers = handlers(krate, &path, &rows);
            Some(quote!(#item #handlers))
        }
    }
}

fn named(item: &TokenStream) -> Option<(Ident, Params)> {
    let item: ItemStruct = syn::parse2(item.clone()).ok()?;
    Some((item.ident, Params::new(&item.generics)))
}

fn with_tree(
    krate: &Path,
    item: &TokenStream,
    kind: Kind,
    name: &Ident,
    params: &Params,
    children: &[facts::Child],
) -> TokenStream {
    let node = Registry::lock().add(name.unraw().to_string(), kind);
    let macros = macros(krate, name, node);
    let lookups = lookups(krate, node, children);
    let parents = parents(krate, children, name, params);
    let item = with_page(item, name);
    quote!(#item #macros #lookups #parents)
}

/// Whether it begins with a type parameter.
fn is_param(path: &Path, params: &Params) -> bool {
    let first = path.segments.first().map(|first| &first.ident);
    path.leading_colon.is_none() && first.is_some_and(|first| params.types.contains(first))
}

fn note(child: &facts::Child) -> Child {
    let path = child.path.as_ref().map(text::source);
    Child {
        id: child.id.clone(),
        restart: child.restart.clone(),
        ty: text::source(&child.ty),
        // Of `$crate` rustdoc knows nothing.
        link: path.filter(|path| !path.contains('$')),
        found: Found::NotYet,
    }
}

/// The text comes after the user's own.
fn with_page(item: &TokenStream, name: &Ident) -> TokenStream {
    let page = page_name(name);
    let mut tokens = item.clone().into_iter().peekable();
    let mut with_page = TokenStream::new();
    while matches!(tokens.peek(), Some(TokenTree::Punct(sign)) if sign.as_char() == '#') {
        with_page.extend(tokens.by_ref().take(2));
    }
    with_page.extend(quote! {
        #[doc = #page::page!()]
        // A child may be private where its supervisor is not.
        #[allow(rustdoc::private_intra_doc_links)]
    });
    with_page.extend(tokens);
    with_page
}

fn page_name(name: &Ident) -> Ident {
    format_ident!("__dormouse_page_{}", name.unraw())
}

/// The macro of a type, and the one with its page.
fn macros(krate: &Path, name: &Ident, Id(node): Id) -> TokenStream {
    let page = page_name(name);
    let own = format_ident!("__dormouse_tree_{}", name.unraw());
    let named = format_ident!("__dormouse_name_{}", name.unraw());
    // What has no `::` may be a name of the module that the item is in.
    let outer = krate.leading_colon.is_none().then(|| {
        quote!(
            use super::*;
        )
    });
    quote! {
        #[doc(hidden)]
        #[allow(unused_macros)]
        macro_rules! #own {
            ({ $($found:tt)* } $($what:tt)*) => { $($found)*! { #node $($what)* } }
        }
        #[doc(hidden)]
        mod #named {
            #[allow(unused_imports)]
            pub(crate) use #own as #name;
        }
        // By a glob, so that a macro of the user's with that name is not a second one.
        #[doc(hidden)]
        #[allow(unused_imports)]
        pub(crate) use #named::*;
        #[doc(hidden)]
        mod #page {
            #outer
            #krate::__private::page! { #krate, #node, 0 }
        }
    }
}

/// Asks each child who it is.
///
/// Blocks, each in the other: what a name means is looked up from the inside to the outside. The import
/// brings the type for certain and its macro perhaps; where there is none, the macro is that of the outer block. The
/// calls have a block of their own, as the compiler does not take a name for missing from where there are macros to expand.
fn lookups(krate: &Path, Id(node): Id, children: &[facts::Child]) -> TokenStream {
    let mut own = TokenStream::new();
    let mut imports = TokenStream::new();
    let mut calls = TokenStream::new();
    for (index, child) in children.iter().enumerate() {
        let name = format_ident!("__dormouse_child_{index}");
        own.extend(quote!(use #krate::__private::unknown as #name;));
        let path = child.path.iter();
        imports.extend(quote!(#(use #path as #name;)*));
        calls.extend(quote!(#name! { { #krate::__private::found } child #node #index }));
    }
    nested(&own, &imports, &calls)
}

fn nested(own: &TokenStream, imports: &TokenStream, calls: &TokenStream) -> TokenStream {
    quote! {
        #[allow(unused_imports)]
        const _: () = {
            #own
            const _: () = {
                #imports
                const _: () = { #calls };
            };
        };
    }
}

/// Tells the actor its handlers.
fn handlers(krate: &Path, path: &Path, rows: &[Conditional]) -> TokenStream {
    let name = format_ident!("__dormouse_actor");
    let found = quote!({ #krate::__private::found });
    let count = rows.len();
    let calls = rows
        .iter()
        .enumerate()
        .map(|(index, Conditional { cfgs, row })| {
            let left_out = (!cfgs.is_empty())
                .then(|| quote!(#[cfg(not(all(#(#cfgs),*)))] #name! { #found handler #index }));
            quote!(#(#[cfg(#cfgs)])* #name! { #found handler #index (#row) } #left_out)
        });
    nested(
        &quote!(use #krate::__private::unknown as #name;),
        &quote!(use #path as #name;),
        &quote!(#name! { #found handlers #count } #(#calls)*),
    )
}

/// Rustdoc shows these on the page of the child, and on that of its supervisor. Of children of one type it is the
/// first that has one.
fn parents(krate: &Path, children: &[facts::Child], name: &Ident, params: &Params) -> TokenStream {
    let (header, arguments, bounds) = (params.header(), params.arguments(), &params.bounds);
    let mut seen = Vec::new();
    let mut impls = TokenStream::new();
    for (index, facts::Child { ty, path, .. }) in children.iter().enumerate() {
        let written = ty.to_token_stream().to_string();
        if path.is_none() || seen.contains(&written) {
            continue;
        }
        seen.push(written);
        impls.extend(quote! {
            #[automatically_derived]
            impl #header #krate::ChildOf<#name #arguments, #index> for #ty #bounds {}
        });
    }
    quote!(const _: () = { #impls };)
}
