//! An item with what rustdoc needs beside it.

use super::facts::{self, Conditional, Said};
use super::mention::{Lookups, Mention};
use super::registry::{Child, Id, Kind, Registry};
use super::source::{ModuleId, Source};
use crate::generics::Params;
use crate::text;
use proc_macro2::{TokenStream, TokenTree};
use quote::{format_ident, quote};
use syn::ext::IdentExt;
use syn::{GenericParam, Generics, Ident, ItemStruct, Path};

/// `None` where the item is none that can be documented.
pub(super) fn documented(krate: &Path, said: Said, item: &TokenStream) -> Option<TokenStream> {
    match said {
        Said::Actor { idle, options } => {
            let (name, ..) = named(item)?;
            let kind = Kind::Actor { idle, options };
            Some(with_tree(krate, item, kind, &name, &[]))
        }
        Said::Supervisor {
            strategy,
            words,
            children,
        } => {
            let (name, params, generics) = named(item)?;
            let mut lookups = Lookups {
                params: &params,
                paths: Vec::new(),
            };
            let noted: Vec<Child> = children
                .iter()
                .map(|child| note(child, &mut lookups))
                .collect();
            let defaults = generics.params.iter();
            let defaults = defaults.map(|param| default(param, &mut lookups)).collect();
            let paths = lookups.paths;
            let parents = parents(krate, &children, &noted, &name, &params);
            let kind = Kind::Supervisor {
                strategy,
                words,
                children: noted,
                defaults,
            };
            let tree = with_tree(krate, item, kind, &name, &paths);
            Some(quote!(#tree #parents))
        }
        Said::Handlers { path, rows } => {
            let handlers = handlers(krate, &path, &rows);
            Some(quote!(#item #handlers))
        }
    }
}

fn named(item: &TokenStream) -> Option<(Ident, Params, Generics)> {
    let item: ItemStruct = syn::parse2(item.clone()).ok()?;
    Some((item.ident, Params::new(&item.generics), item.generics))
}

/// The type that a parameter is where it is left out.
fn default(param: &GenericParam, lookups: &mut Lookups<'_>) -> Option<Mention> {
    match param {
        GenericParam::Type(param) => {
            let (_, default) = param.default.as_ref()?;
            Some(Mention::new(default, lookups))
        }
        GenericParam::Lifetime(_) | GenericParam::Const(_) => None,
    }
}

fn with_tree(
    krate: &Path,
    item: &TokenStream,
    kind: Kind,
    name: &Ident,
    paths: &[Path],
) -> TokenStream {
    let module = Source::get().and_then(|source| source.place(name));
    let mut registry = Registry::lock();
    let node = registry.add(name.unraw().to_string(), module, kind);
    let places = registry.look_up(node, paths.len());
    drop(registry);
    let is_shadowing = Source::get().zip(module).is_some_and(|(source, module)| {
        let modules = &source.modules;
        modules.shadowing(module, &[name.to_string()]).is_some()
    });
    // A second one would be ambiguous wherever the name is imported. The other's is not taken for this.
    let macros = (!is_shadowing).then(|| macros(name, node));
    let page = page(krate, name, node);
    let paths = paths.iter().enumerate();
    let paths = paths.filter(|(place, _)| places.contains(place));
    let lookups = lookups(krate, node, module, paths);
    let item = with_page(item, name);
    quote!(#item #macros #page #lookups)
}

fn note(child: &facts::Child, lookups: &mut Lookups<'_>) -> Child {
    Child {
        id: child.id.clone(),
        restart: child.restart.clone(),
        ty: if child.is_opaque {
            Mention::opaque(text::source(&child.ty))
        } else {
            Mention::new(&child.ty, lookups)
        },
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

/// The macro of a type.
fn macros(name: &Ident, Id(node): Id) -> TokenStream {
    let own = format_ident!("__dormouse_tree_{}", name.unraw());
    let named = format_ident!("__dormouse_name_{}", name.unraw());
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
    }
}

/// The macro with its page.
fn page(krate: &Path, name: &Ident, Id(node): Id) -> TokenStream {
    let page = page_name(name);
    // What has no `::` may be a name of the module that the item is in.
    let outer = krate.leading_colon.is_none().then(|| {
        quote!(
            use super::*;
        )
    });
    quote! {
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
fn lookups<'a>(
    krate: &Path,
    Id(node): Id,
    module: Option<ModuleId>,
    paths: impl Iterator<Item = (usize, &'a Path)>,
) -> TokenStream {
    let mut own = TokenStream::new();
    let mut imports = TokenStream::new();
    let mut calls = TokenStream::new();
    for (place, path) in paths {
        let name = format_ident!("__dormouse_child_{place}");
        own.extend(quote!(use #krate::__private::unknown as #name;));
        let path = from_module(path, module);
        imports.extend(quote!(use #path as #name;));
        calls.extend(quote!(#name! { { #krate::__private::found } child #node #place }));
    }
    nested(&own, &imports, &calls)
}

fn nested(own: &TokenStream, imports: &TokenStream, calls: &TokenStream) -> TokenStream {
    quote! {
        #[allow(deprecated, unused_imports)]
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
    let module = path.get_ident();
    let module = module.and_then(|name| Source::get()?.place_beside(name));
    if let Some(Id(node)) = known(path, module) {
        let calls = calls(
            rows,
            |what| quote!(#krate::__private::found! { #node #what }),
        );
        return quote!(const _: () = { #calls };);
    }
    let name = format_ident!("__dormouse_actor");
    let found = quote!({ #krate::__private::found });
    let path = from_module(path, module);
    nested(
        &quote!(use #krate::__private::unknown as #name;),
        &quote!(use #path as #name;),
        &calls(rows, |what| quote!(#name! { #found #what })),
    )
}

/// A name of a struct in its module: by itself it is ambiguous for the compiler where an attribute makes the struct, and
/// another of its name comes with all that another crate has.
fn from_module(path: &Path, module: Option<ModuleId>) -> TokenStream {
    let is_here = module.zip(path.get_ident()).is_some_and(|(module, name)| {
        Source::get().is_some_and(|source| source.modules.has_struct(module, &name.to_string()))
    });
    let begin = is_here.then(|| quote!(self::));
    quote!(#begin #path)
}

/// The actor of that path where it is ambiguous for the compiler.
fn known(path: &Path, module: Option<ModuleId>) -> Option<Id> {
    let name = path.get_ident()?.to_string();
    let modules = &Source::get()?.modules;
    let (module, name, _) = modules.shadowing(module?, &[name])?;
    Registry::lock().at(module, &name)
}

fn calls(rows: &[Conditional], call: impl Fn(TokenStream) -> TokenStream) -> TokenStream {
    let count = rows.len();
    let count = call(quote!(handlers #count));
    let calls = rows
        .iter()
        .enumerate()
        .map(|(index, Conditional { cfgs, row })| {
            let left_out = (!cfgs.is_empty()).then(|| {
                let left_out = call(quote!(handler #index));
                quote!(#[cfg(not(all(#(#cfgs),*)))] #left_out)
            });
            let call = call(quote!(handler #index (#row)));
            quote!(#(#[cfg(#cfgs)])* #call #left_out)
        });
    quote!(#count #(#calls)*)
}

/// Rustdoc shows these on the page of the child, and on that of its supervisor. Of children of one type it is the
/// first that has one.
fn parents(
    krate: &Path,
    children: &[facts::Child],
    noted: &[Child],
    name: &Ident,
    params: &Params,
) -> TokenStream {
    let (header, arguments, bounds) = (params.header(), params.arguments(), &params.bounds);
    let mut seen = Vec::new();
    let mut impls = TokenStream::new();
    for (index, (facts::Child { ty, .. }, Child { ty: mention, .. })) in
        children.iter().zip(noted).enumerate()
    {
        if mention.is_looked_up() && !seen.contains(&&mention.text) {
            seen.push(&mention.text);
            impls.extend(quote! {
                #[automatically_derived]
                impl #header #krate::ChildOf<#name #arguments, #index> for #ty #bounds {}
            });
        }
    }
    quote!(#[allow(deprecated)] const _: () = { #impls };)
}
