//! The supervision tree in rustdoc, where `cfg(doc)` is set; elsewhere nothing of it is compiled.
//!
//! No macro sees more than one item, so the tree is put together in three steps, all while rustdoc expands the
//! crate:
//!
//! 1. [`document`] notes what an item says ([`registry`]), and gives each type a macro of the same name, which
//!    knows its place in the notes. Types and macros have different namespaces, and one `use` brings both.
//! 2. A supervisor calls the macros of its children by the paths that its fields have, so that the compiler
//!    says who they are. Where there is none (a type alias, a type of another crate) the name falls through
//!    to [`unknown`], and what it leads to is read from files.
//! 3. [`page`] is the text on the item's page. It comes back until all that it shows is noted.
//!
//! Where a type is, for links, is read from the files of the crate ([`source`]). What another crate declares is read
//! from its pages, which rustdoc has made before ([`record`]).

mod actor_page;
mod emit;
mod facts;
mod links;
mod list;
pub(crate) mod mark;
mod markdown;
mod mention;
mod picture;
mod record;
mod records;
mod registry;
pub(crate) mod source;
mod supervisor_page;
mod view;
pub(crate) mod words;

use self::facts::{Facts, Known, Page, Unknown};
use self::links::Links;
use self::registry::{Id, Registry};
use self::view::View;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

/// How often a page comes back: a round of the compiler's name resolution each time, of which it takes two or
/// three. What is not known then, it leaves out.
const ROUNDS: u32 = 40;

/// The attribute that the others leave where `cfg(doc)` is set.
pub(crate) fn document(args: TokenStream, item: TokenStream) -> TokenStream {
    let documented = syn::parse2(args)
        .ok()
        .and_then(|Facts { krate, said }| emit::documented(&krate, said, &item));
    documented.unwrap_or(item)
}

/// A type was found by its macro.
pub(crate) fn found(tokens: TokenStream) -> TokenStream {
    if let Ok(Known { node, what }) = syn::parse2(tokens) {
        Registry::lock().know(node, what);
    }
    TokenStream::new()
}

/// A type has no macro.
pub(crate) fn unknown(tokens: TokenStream) -> TokenStream {
    if let Ok(Unknown { what }) = syn::parse2(tokens) {
        Registry::lock().give_up(what);
    }
    TokenStream::new()
}

/// The text of a page as a macro, or the same once more.
pub(crate) fn page(tokens: TokenStream) -> TokenStream {
    let Ok(Page { krate, node, round }) = syn::parse2(tokens) else {
        return TokenStream::new();
    };
    let registry = Registry::lock();
    if round < ROUNDS && !registry.is_complete(node) {
        let (again, next) = (format_ident!("again_{round}"), round + 1);
        let Id(node) = node;
        // Of a new import the compiler decides in the next round.
        return quote! {
            use #krate::__private::page as #again;
            #again! { #krate, #node, #next }
        };
    }
    let text = text(&registry, node);
    quote! {
        macro_rules! __page { () => { #text } }
        pub(super) use __page as page;
    }
}

fn text(registry: &Registry, node: Id) -> String {
    let Some(written) = registry.get(node) else {
        return String::new();
    };
    let Some(view) = View::new(registry, node) else {
        return String::new();
    };
    let text = if written.is_supervisor() {
        supervisor_page::text(&view, written.children())
    } else {
        actor_page::text(written, &Links::new(written))
    };
    text + &record::block(&view)
}
