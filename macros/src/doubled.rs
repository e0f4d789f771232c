//! Names that are there twice in one module: of actors and supervisors, of their handles, and of handlers.
//!
//! The compiler says so of names that the user wrote. It would say so again of all that is made of them, so the file is
//! read, and what would be made twice is left out.

use crate::beside::{self, is_block, is_named, is_of, is_plain, modules};
use crate::looks;
use crate::text;
use proc_macro2::Ident;
use quote::quote;
use syn::ext::IdentExt as _;
use syn::{Attribute, Generics, ImplItem, ImplItemFn, Item, ItemImpl, ItemUse, Type, UseTree};

/// Those of the names that methods of another block of the same type have as well.
pub(crate) fn methods(text: &str, ty: &Type, generics: &Generics, names: &[&Ident]) -> Vec<String> {
    let Some(of) = beside::neighbour(ty).map(Ident::to_string) else {
        return Vec::new();
    };
    let looks = looks::at(text);
    let names = names.iter().map(|name| name.unraw().to_string());
    let names = names.filter(|name| looks.may_be_doubled(&of, name));
    let mut names: Vec<_> = names.collect();
    if names.is_empty() {
        return Vec::new();
    }
    let (mut own, mut found) = (0, Vec::new());
    each_module(text, &mut |items| {
        let ours = items.iter().filter(|item| is_block(item, &of)).count();
        own += ours;
        let others = items.iter().filter_map(|item| match item {
            Item::Impl(other) if ours > 0 && !is_block(item, &of) => Some(other),
            _ => None,
        });
        let others = others.filter(|other| is_of(other, &of) && is_of_all(other, ty, generics));
        let methods = others.flat_map(|other| other.items.iter().filter_map(method));
        found.extend(methods.map(|method| method.sig.ident.unraw().to_string()));
    });
    names.retain(|name| own == 1 && found.contains(name));
    names
}

/// Whether it is an inherent block of the very same type, in any case.
fn is_of_all(block: &ItemImpl, ty: &Type, generics: &Generics) -> bool {
    let header = |ty: &Type, generics: &Generics| {
        let clause = &generics.where_clause;
        text::source(quote!(#ty #generics #clause))
    };
    block.trait_.is_none()
        && block.attrs.iter().all(is_certain)
        && header(&block.self_ty, &block.generics) == header(ty, generics)
}

/// A method that nothing takes away.
fn method(item: &ImplItem) -> Option<&ImplItemFn> {
    match item {
        ImplItem::Fn(method) => method.attrs.iter().all(is_certain).then_some(method),
        _ => None,
    }
}

/// Whether what that word begins is one of several of its name, and not the one that the name means.
pub(crate) fn is_another(name: &Ident, word: &str) -> bool {
    let text = beside::text_around(name, word);
    text.is_some_and(|text| is_another_in(&text, &name.to_string(), line(name)))
}

/// The same of a block of handlers.
pub(crate) fn is_of_another(ty: &Type) -> bool {
    let name = beside::neighbour(ty);
    name.is_some_and(|name| {
        let text = beside::text_around(name, "impl");
        text.is_some_and(|text| is_of_another_in(&text, &name.to_string(), line(name)))
    })
}

fn line(name: &Ident) -> usize {
    name.span().unwrap().line()
}

pub(crate) fn is_another_in(text: &str, name: &str, line: usize) -> bool {
    let is_meant = || {
        let found = definitions(text, name)?;
        let lines = looks::at(text).types(name);
        if lines.len() != found.len() {
            return None;
        }
        // What no attribute expands is there first.
        Some(lines.first() == Some(&line) && found.iter().all(|attrs| is_ours(attrs)))
    };
    may_be_several(text, name) && !is_meant().unwrap_or(true)
}

pub(crate) fn is_of_another_in(text: &str, name: &str, line: usize) -> bool {
    let is_meant = || {
        let found = definitions(text, name)?;
        let is_actor = |attrs: &Vec<Attribute>| attrs.iter().any(|attr| is_named(attr, "actor"));
        let is_first = found.first().is_some_and(is_actor);
        if !is_first || !found.iter().all(|attrs| is_ours(attrs)) {
            return Some(false);
        }
        let mut blocks = 0;
        each_module(text, &mut |items| {
            blocks += items.iter().filter(|item| is_block(item, name)).count();
        });
        let lines = looks::at(text).marked_blocks(name);
        (lines.len() == blocks).then(|| lines.first() == Some(&line))
    };
    may_be_several(text, name) && !is_meant().unwrap_or(true)
}

/// The attributes of the types of that name, where one module has them all, in their order, and more than one.
fn definitions(text: &str, name: &str) -> Option<Vec<Vec<Attribute>>> {
    let mut found: Vec<Vec<Attribute>> = Vec::new();
    let mut modules = 0;
    each_module(text, &mut |items| {
        let types = items.iter().filter_map(|item| named(item));
        let here = types.filter(|(of, _)| *of == name);
        let here: Vec<_> = here.map(|(_, attrs)| attrs.to_vec()).collect();
        modules += usize::from(!here.is_empty());
        found.extend(here);
    });
    let is_certain = |attrs: &Vec<Attribute>| {
        let mut others = attrs.iter().filter(|attr| !is_our(attr));
        others.all(is_certain)
    };
    (modules == 1 && found.len() > 1 && found.iter().all(is_certain)).then_some(found)
}

/// Most names are there once, as the first look shows.
fn may_be_several(text: &str, name: &str) -> bool {
    looks::at(text).types(name).len() > 1
}

/// Whether the module of that actor, supervisor or interface has another type of that name, which is its handle's.
pub(crate) fn has(text: &str, name: &str, handle: &str) -> bool {
    // Most files define no such type, as the first look shows.
    if !looks::at(text).may_have(handle) {
        return false;
    }
    let (mut own, mut is_taken) = (0, false);
    each_module(text, &mut |items| {
        let types = || items.iter().filter_map(|item| named(item));
        let is_own = |of: &Ident, attrs: &[Attribute]| *of == name && is_ours(attrs);
        let here = types().filter(|(of, attrs)| is_own(of, attrs)).count();
        own += here;
        is_taken |= here > 0
            && (types().any(|(of, attrs)| *of == handle && attrs.iter().all(is_certain))
                || items.iter().any(|item| imports(item, handle)));
    });
    own == 1 && is_taken
}

/// A type, and what stands on it.
pub(crate) fn named(item: &Item) -> Option<(&Ident, &[Attribute])> {
    match item {
        Item::Struct(item) => Some((&item.ident, &item.attrs)),
        Item::Enum(item) => Some((&item.ident, &item.attrs)),
        Item::Union(item) => Some((&item.ident, &item.attrs)),
        Item::Type(item) => Some((&item.ident, &item.attrs)),
        Item::Trait(item) => Some((&item.ident, &item.attrs)),
        _ => None,
    }
}

pub(crate) fn imports(item: &Item, name: &str) -> bool {
    fn gives(tree: &UseTree, name: &str) -> bool {
        match tree {
            UseTree::Path(path) => gives(&path.tree, name),
            UseTree::Name(leaf) => leaf.ident == name,
            UseTree::Rename(leaf) => leaf.rename == name,
            UseTree::Group(group) => group.items.iter().any(|tree| gives(tree, name)),
            _ => false,
        }
    }
    match item {
        Item::Use(ItemUse { attrs, tree, .. }) => attrs.iter().all(is_certain) && gives(tree, name),
        _ => false,
    }
}

fn is_ours(attrs: &[Attribute]) -> bool {
    attrs.iter().any(is_our)
}

pub(crate) fn is_our(attr: &Attribute) -> bool {
    ["actor", "supervisor", "interface"]
        .iter()
        .any(|ours| is_named(attr, ours))
}

/// Whether the item is there in any case, as it is written.
fn is_certain(attr: &Attribute) -> bool {
    is_plain(attr) && !attr.path().is_ident("cfg")
}

fn each_module(text: &str, look: &mut dyn FnMut(&[&Item])) {
    if let Ok(file) = syn::parse_file(text) {
        modules(&file.items.iter().collect::<Vec<_>>(), look);
    }
}
