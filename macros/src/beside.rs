//! What stands beside an item in its file: a struct, or a block of handlers, whose attribute was forgotten.
//!
//! What the attribute would have given is missing then, and with it all that mentions it. No macro is told what stands
//! beside its item, so the file is read; where it does not show for certain what was forgotten, the compiler says what
//! it misses.

use crate::handlers::MARKS;
use crate::{looks, types};
use proc_macro2::Ident;
use std::cell::RefCell;
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use syn::{Attribute, Field, Generics, ImplItem, Item, ItemImpl, ItemStruct, Stmt, Type};

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

thread_local! {
    /// The file that was read last: all attributes of a file read it.
    static LAST: RefCell<Option<(PathBuf, Metadata, Rc<str>)>> = const { RefCell::new(None) };
}

/// The file in which the item of that name is written, which begins with that word.
pub(crate) fn text_around(name: &Ident, word: &str) -> Option<Rc<str>> {
    if !proc_macro::is_available() {
        return None;
    }
    let span = name.span().unwrap();
    let text = read(&span.local_file()?)?;
    // A macro may have made the item of what is there.
    let looks = looks::at(&text);
    let line = looks.line_of(&text, span.line())?;
    let is_written = line.contains(word) && line.contains(&name.to_string());
    is_written.then_some(text)
}

fn read(path: &Path) -> Option<Rc<str>> {
    let found = fs::metadata(path).ok()?;
    LAST.with_borrow_mut(|last| {
        if let Some((known, metadata, text)) = last
            && known == path
            && metadata.len() == found.len()
            && metadata.modified().ok() == found.modified().ok()
        {
            return Some(Rc::clone(text));
        }
        let text: Rc<str> = fs::read_to_string(path).ok()?.into();
        *last = Some((path.to_owned(), found, Rc::clone(&text)));
        Some(text)
    })
}

/// The struct beside the one block of its handlers, where nothing can have made an actor of it.
pub(crate) fn handled(text: &str, name: &str) -> Option<ItemStruct> {
    unmarked(text, name, &|item| is_block(item, name))
}

/// The struct beside the one block of its handlers, whatever it has.
pub(crate) fn of_handlers(text: &str, name: &str) -> Option<ItemStruct> {
    let found = beside(text, name, &|item| is_block(item, name));
    found.filter(|item| !item.attrs.iter().any(|attr| attr.path().is_ident("cfg")))
}

/// The same of a struct beside a supervisor, whose child it is said to be.
pub(crate) fn supervised(text: &str, name: &str, supervisor: &str) -> Option<ItemStruct> {
    let is_above = |item: &Item| matches!(item, Item::Struct(item) if item.ident == supervisor);
    unmarked(text, name, &is_above).filter(|_| {
        // Its block says what it lacks, or somebody went another way.
        count(text, &|item| {
            is_block(item, name) || is_trait_impl(item, name)
        }) == Some(0)
    })
}

/// An actor or a supervisor, as its file shows it.
pub(crate) struct Known {
    /// Of its struct.
    pub(crate) generics: Generics,
    /// Of the blocks of its handlers, and what they are blocks of.
    pub(crate) blocks: Vec<(Generics, Type)>,
    /// Of its children.
    pub(crate) children: Vec<Type>,
}

/// One with parameters beside the supervisor of that name.
pub(crate) fn child(text: &str, name: &str, supervisor: &str) -> Option<Known> {
    if !looks::at(text).may_be_generic(name) {
        return None;
    }
    let is_above = |item: &Item| matches!(item, Item::Struct(item) if item.ident == supervisor);
    let item = beside(text, name, &is_above)?;
    let has = |name| item.attrs.iter().any(|attr| is_named(attr, name));
    if !has("actor") && !has("supervisor") || has("cfg") {
        return None;
    }
    let mut blocks = Vec::new();
    let mut is_certain = true;
    let file = syn::parse_file(text).ok()?;
    modules(&file.items.iter().collect::<Vec<_>>(), &mut |items| {
        let is_there = items.iter().any(|item| is_above(item));
        for item in items.iter().filter(|item| is_there && is_block(item, name)) {
            if let Item::Impl(block) = item {
                let is_cfg = |name| block.attrs.iter().any(|attr| is_named(attr, name));
                is_certain &= !is_cfg("cfg") && !is_cfg("cfg_attr");
                blocks.push((block.generics.clone(), (*block.self_ty).clone()));
            }
        }
    });
    let is_child = |field: &&Field| field.attrs.iter().any(|attr| is_named(attr, "child"));
    let children = item.fields.iter().filter(is_child);
    is_certain.then(|| Known {
        children: children.map(|field| field.ty.clone()).collect(),
        generics: item.generics,
        blocks,
    })
}

/// Whether the struct beside the one block of its handlers is a supervisor.
pub(crate) fn supervises(text: &str, name: &str) -> bool {
    let is_one = |item: &ItemStruct| item.attrs.iter().any(|attr| is_named(attr, "supervisor"));
    looks::at(text).may_be_marked(name)
        && beside(text, name, &|item| is_block(item, name)).is_some_and(|item| {
            is_one(&item) && item.attrs.iter().all(|attr| !attr.path().is_ident("cfg"))
        })
}

/// The one block with marks beside the struct, where its attribute was forgotten and no other has it.
pub(crate) fn unhandled(text: &str, name: &str) -> Option<ItemImpl> {
    if !looks::at(text).may_be_unhandled(name) {
        return None;
    }
    let is_one = |item: &Item| match item {
        Item::Impl(block) => {
            let is_plain = block.attrs.iter().all(is_plain);
            is_plain && block.trait_.is_none() && is_of(block, name) && has_marks(block)
        }
        _ => false,
    };
    beside(text, name, &is_one)?;
    if has_block(text, name) {
        return None;
    }
    let file = syn::parse_file(text).ok()?;
    let mut found = None;
    modules(&file.items.iter().collect::<Vec<_>>(), &mut |items| {
        for item in items.iter().filter(|item| is_one(item)) {
            if let Item::Impl(block) = item {
                found = Some(block.clone());
            }
        }
    });
    found
}

/// Whether a mark above that on that line, in the same block without `#[actor]`, says already what they lack.
pub(crate) fn is_said_above(text: &str, line: usize) -> bool {
    let lines: Vec<_> = text.lines().take(line.saturating_sub(1)).collect();
    let start = |line: &str| line.len() - line.trim_start().len();
    let Some(block) = lines
        .iter()
        .rposition(|line| line.trim_start().starts_with("impl"))
    else {
        return false;
    };
    let (before, inside) = lines.split_at(block);
    let (Some(header), Some(inside)) = (inside.first(), inside.get(1..)) else {
        return false;
    };
    let has_ended =
        |line: &&str| line.trim_start().starts_with('}') && start(line) <= start(header);
    let is_uncertain = |line: &&str| line.contains("cfg") || line.contains("/*");
    let mut above = before
        .iter()
        .rev()
        .take_while(|line| line.trim_start().starts_with('#'));
    !inside
        .iter()
        .any(|line| has_ended(line) || is_uncertain(line))
        && !above.any(|line| line.contains("actor"))
        && inside.iter().any(|line| looks::is_mark(line.trim()))
}

fn has_marks(block: &ItemImpl) -> bool {
    block.items.iter().any(|item| match item {
        ImplItem::Fn(method) => {
            let mut attrs = method.attrs.iter();
            attrs.any(|attr| MARKS.iter().any(|mark| is_named(attr, mark)))
        }
        _ => false,
    })
}

/// Whether there is a block of handlers of that struct.
pub(crate) fn has_block(text: &str, name: &str) -> bool {
    count(text, &|item| is_block(item, name)).is_some_and(|blocks| blocks > 0)
}

/// The struct of that name, where nothing can have made it another.
fn unmarked(text: &str, name: &str, is_neighbour: &dyn Fn(&Item) -> bool) -> Option<ItemStruct> {
    if !looks::at(text).may_be_unmarked(name) {
        return None;
    }
    beside(text, name, is_neighbour).filter(|item| {
        let mut attrs = item.attrs.iter();
        attrs.all(|attr| is_plain(attr) && !attr.path().is_ident("cfg"))
    })
}

/// The struct of that name, where the file has one such struct and one such neighbour, side by side.
fn beside(text: &str, name: &str, is_neighbour: &dyn Fn(&Item) -> bool) -> Option<ItemStruct> {
    let file = syn::parse_file(text).ok()?;
    let mut found = None;
    let (mut structs, mut neighbours) = (0, 0);
    modules(&file.items.iter().collect::<Vec<_>>(), &mut |items| {
        let beside = items.iter().filter(|item| is_neighbour(item)).count();
        neighbours += beside;
        for item in items {
            if let Item::Struct(item) = item
                && item.ident == name
            {
                structs += 1;
                found = (beside == 1).then(|| item.clone());
            }
        }
    });
    found.filter(|_| structs == 1 && neighbours == 1)
}

fn count(text: &str, is_meant: &dyn Fn(&Item) -> bool) -> Option<usize> {
    let file = syn::parse_file(text).ok()?;
    let mut found = 0;
    modules(&file.items.iter().collect::<Vec<_>>(), &mut |items| {
        found += items.iter().filter(|item| is_meant(item)).count();
    });
    Some(found)
}

/// The items of the module or function, and of all that nothing else can have changed in it.
pub(crate) fn modules(items: &[&Item], look: &mut dyn FnMut(&[&Item])) {
    look(items);
    for item in items {
        match item {
            Item::Mod(module) if module.attrs.iter().all(is_plain) => {
                if let Some((_, items)) = &module.content {
                    modules(&items.iter().collect::<Vec<_>>(), look);
                }
            }
            Item::Fn(function) => {
                let items = function.block.stmts.iter().filter_map(|part| match part {
                    Stmt::Item(item) => Some(item),
                    _ => None,
                });
                modules(&items.collect::<Vec<_>>(), look);
            }
            _ => {}
        }
    }
}

/// Handlers of that struct.
pub(crate) fn is_block(item: &Item, name: &str) -> bool {
    let Item::Impl(block) = item else {
        return false;
    };
    let is_ours = block.attrs.iter().any(|attr| is_named(attr, "actor"));
    is_ours && block.trait_.is_none() && is_of(block, name)
}

/// A trait of ours, written out.
fn is_trait_impl(item: &Item, name: &str) -> bool {
    let Item::Impl(block) = item else {
        return false;
    };
    let last = block
        .trait_
        .as_ref()
        .and_then(|(path, _)| path.segments.last());
    let is_ours = last.is_some_and(|segment| {
        ["Actor", "Child", "Supervisor"]
            .iter()
            .any(|ours| segment.ident == ours)
    });
    is_ours && is_of(block, name)
}

pub(crate) fn is_of(block: &ItemImpl, name: &str) -> bool {
    neighbour(&block.self_ty).is_some_and(|of| of == name)
}

/// The name of a struct that can be beside what mentions it.
pub(crate) fn neighbour(ty: &Type) -> Option<&Ident> {
    let Type::Path(ty) = types::bare(ty) else {
        return None;
    };
    let is_alone =
        ty.qself.is_none() && ty.path.leading_colon.is_none() && ty.path.segments.len() == 1;
    let segment = ty.path.segments.last().filter(|_| is_alone)?;
    Some(&segment.ident)
}

pub(crate) fn is_plain(attr: &Attribute) -> bool {
    PLAIN.iter().any(|plain| attr.path().is_ident(plain))
}

/// By the last of its path.
pub(crate) fn is_named(attr: &Attribute, name: &str) -> bool {
    let last = attr.path().segments.last();
    last.is_some_and(|segment| segment.ident == name)
}
