//! A struct beside its handlers that is no actor: its attribute was forgotten.
//!
//! The names of the handle would be missing then, and with them all that mentions them. No macro is told what stands
//! beside its item, so the file is read; where it does not show for certain what was forgotten, the compiler says what
//! it misses.

use super::parse::ImplBlock;
use crate::actor;
use crate::errors::{Errors, with_help};
use crate::types;
use proc_macro2::TokenStream;
use quote::ToTokens;
use std::fs;
use syn::{Attribute, Ident, Item, ItemImpl, ItemStruct, Path, Stmt, Type};

/// What may stand on a struct without making it another.
const PLAIN: &[&str] = &[
    "allow",
    "cfg",
    "deny",
    "deprecated",
    "derive",
    "doc",
    "expect",
    "forbid",
    "must_use",
    "non_exhaustive",
    "repr",
    "serde",
    "warn",
];

/// Says that the attribute is missing, and gives what it would have given.
pub(super) fn report(block: &ImplBlock, krate: &Path, errors: &mut Errors) -> Option<TokenStream> {
    let name = name(&block.self_ty)?;
    let item = unmarked(&text_around(name)?, &name.to_string())?;
    let message = format!("`{name}` is not an actor: `#[actor]` is missing on its struct");
    let help = format!("write `#[actor]` above `struct {name}`, too");
    errors.at(&block.self_ty, with_help(message, help));
    Some(actor::as_if_marked(item.into_token_stream(), krate, errors))
}

/// Of a struct that can be beside its block.
fn name(ty: &Type) -> Option<&Ident> {
    let Type::Path(ty) = types::bare(ty) else {
        return None;
    };
    let is_alone = ty.path.leading_colon.is_none() && ty.path.segments.len() == 1;
    ty.path
        .segments
        .last()
        .filter(|_| is_alone)
        .map(|segment| &segment.ident)
}

/// The file in which that block is written.
fn text_around(name: &Ident) -> Option<String> {
    if !proc_macro::is_available() {
        return None;
    }
    let span = name.span().unwrap();
    let text = fs::read_to_string(span.local_file()?).ok()?;
    // A macro may have made the block of what is there.
    let line = text.lines().nth(span.line().checked_sub(1)?)?;
    let is_written = line.contains("impl") && line.contains(&name.to_string());
    is_written.then_some(text)
}

/// The struct of that name, where the file has one such struct and one block of its handlers, side by side, and nothing
/// can have made an actor of it.
pub(crate) fn unmarked(text: &str, name: &str) -> Option<ItemStruct> {
    if !may_be_unmarked(text, name) {
        return None;
    }
    let file = syn::parse_file(text).ok()?;
    let mut found = Found::default();
    found.look(&file.items.iter().collect::<Vec<_>>(), name);
    let (Some((item, beside)), 1, 1) = (found.item, found.structs, found.blocks) else {
        return None;
    };
    let is_plain = item
        .attrs
        .iter()
        .all(|attr| is_plain(attr) && !attr.path().is_ident("cfg"));
    (beside && is_plain).then_some(item)
}

/// Most structs show it at the first look, and their files need not be understood.
fn may_be_unmarked(text: &str, name: &str) -> bool {
    let Some((before, _)) = text.split_once(&format!("struct {name}")) else {
        return false;
    };
    let mut above = before
        .lines()
        .rev()
        .take_while(|line| !line.trim().is_empty());
    !above.any(|line| line.contains("actor"))
}

#[derive(Default)]
struct Found {
    /// The first, and whether the block is beside it.
    item: Option<(ItemStruct, bool)>,
    structs: usize,
    blocks: usize,
}

impl Found {
    /// Goes through the items of a module or function.
    fn look(&mut self, items: &[&Item], name: &str) {
        let blocks = items.iter().filter(|item| match item {
            Item::Impl(block) => is_block(block, name),
            _ => false,
        });
        let blocks = blocks.count();
        self.blocks += blocks;
        for item in items {
            match item {
                Item::Struct(item) if item.ident == name => {
                    self.structs += 1;
                    self.item = Some((item.clone(), blocks == 1));
                }
                Item::Mod(module) if module.attrs.iter().all(is_plain) => {
                    if let Some((_, items)) = &module.content {
                        self.look(&items.iter().collect::<Vec<_>>(), name);
                    }
                }
                Item::Fn(function) => {
                    let items = function.block.stmts.iter().filter_map(|part| match part {
                        Stmt::Item(item) => Some(item),
                        _ => None,
                    });
                    self.look(&items.collect::<Vec<_>>(), name);
                }
                _ => {}
            }
        }
    }
}

/// Handlers of that struct.
fn is_block(block: &ItemImpl, name: &str) -> bool {
    let mut attrs = block.attrs.iter();
    let is_ours = attrs.any(|attr| {
        let last = attr.path().segments.last();
        last.is_some_and(|segment| segment.ident == "actor")
    });
    is_ours && block.trait_.is_none() && self::name(&block.self_ty).is_some_and(|of| of == name)
}

fn is_plain(attr: &Attribute) -> bool {
    PLAIN.iter().any(|plain| attr.path().is_ident(plain))
}
