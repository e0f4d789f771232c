//! A block of handlers whose type is misspelt.
//!
//! The compiler knows no such type, nor its handle, and misses the handlers of the struct beside it: four errors of one
//! letter. Where the file shows for certain that there is no such type, its block is left to the compiler.

use crate::beside::{self, is_block, is_named, is_plain};
use crate::doubled::{self, imports, named};
use crate::looks;
use proc_macro2::Ident;
use syn::{Attribute, Item, ItemImpl, ItemUse, Type, UseTree};

/// Whether there is no such type.
pub(crate) fn is_undefined(ty: &Type) -> bool {
    let name = beside::neighbour(ty);
    name.is_some_and(|name| {
        let text = beside::text_around(name, "impl");
        text.is_some_and(|text| is_undefined_in(&text, &name.to_string()))
    })
}

pub(crate) fn is_undefined_in(text: &str, name: &str) -> bool {
    // Most types are seen at the first look, or may come from elsewhere.
    if looks::at(text).may_have(name) {
        return false;
    }
    let mut found = Vec::new();
    each_module(text, &mut |items| {
        if items.iter().any(|item| is_block(item, name)) {
            // An actor that waits for its block is what is meant; else the file may be a part of another.
            let waits = items.iter().any(|item| match item {
                Item::Struct(item) => {
                    let is_actor = item.attrs.iter().any(|attr| is_named(attr, "actor"));
                    is_actor && looks::at(text).blocks(&item.ident.to_string()).is_empty()
                }
                _ => false,
            });
            found.push(waits && lacks(items, name));
        }
    });
    found == [true]
}

/// The block of a misspelt type beside a struct without one.
pub(crate) fn block(name: &Ident) -> Option<ItemImpl> {
    let text = beside::text_around(name, "struct")?;
    block_in(&text, &name.to_string())
}

pub(crate) fn block_in(text: &str, name: &str) -> Option<ItemImpl> {
    if !looks::at(text).blocks(name).is_empty() {
        return None;
    }
    let mut found = Vec::new();
    each_module(text, &mut |items| {
        let is_struct = |item: &&Item| matches!(item, Item::Struct(item) if item.ident == name);
        if items.iter().any(|item| is_struct(&item)) {
            let blocks = items.iter().filter_map(|item| match item {
                Item::Impl(block) => Some(block),
                _ => None,
            });
            let undefined = blocks.filter(|block| {
                let of = beside::neighbour(&block.self_ty).map(Ident::to_string);
                of.is_some_and(|of| {
                    is_block(&Item::Impl((*block).clone()), &of) && is_undefined_in(text, &of)
                })
            });
            found.extend(undefined.cloned());
        }
    });
    let block = found.pop()?;
    found.is_empty().then_some(block)
}

/// Whether none of the items can be that type, or bring it along.
fn lacks(items: &[Item], name: &str) -> bool {
    items.iter().all(|item| match item {
        Item::Use(item) => {
            // It may be there, whatever stands on it.
            let item = ItemUse {
                attrs: Vec::new(),
                ..item.clone()
            };
            !brings_all(&item.tree, &mut Vec::new()) && !imports(&Item::Use(item), name)
        }
        Item::Macro(item) => item.ident.is_some(),
        Item::ExternCrate(_) | Item::Verbatim(_) => false,
        Item::Mod(item) => item.attrs.iter().all(is_plain),
        Item::Impl(block) => {
            let mut params = block.generics.type_params();
            params.all(|param| param.ident != name)
        }
        other => named(other).is_none_or(|(of, attrs)| {
            let is_known = |attr: &Attribute| is_plain(attr) || doubled::is_our(attr);
            of != name && attrs.iter().all(is_known)
        }),
    })
}

/// Whether all of a module is imported, other than of our prelude.
fn brings_all(tree: &UseTree, path: &mut Vec<String>) -> bool {
    match tree {
        UseTree::Path(inner) => {
            path.push(inner.ident.to_string());
            let found = brings_all(&inner.tree, path);
            path.pop();
            found
        }
        UseTree::Group(group) => group.items.iter().any(|tree| brings_all(tree, path)),
        UseTree::Glob(_) => path.as_slice() != ["dormouse", "prelude"],
        UseTree::Name(_) | UseTree::Rename(_) => false,
    }
}

/// The file, and each module that is written in it. What is in a function sees what is around that.
fn each_module(text: &str, look: &mut dyn FnMut(&[Item])) {
    fn walk(items: &[Item], look: &mut dyn FnMut(&[Item])) {
        look(items);
        for item in items {
            if let Item::Mod(module) = item
                && let Some((_, items)) = &module.content
            {
                walk(items, look);
            }
        }
    }
    if let Ok(file) = syn::parse_file(text) {
        walk(&file.items, look);
    }
}
