//! An interface and its methods, as the expansion sees them.

use super::check;
use crate::errors::Errors;
use crate::handle;
use crate::handlers::Kind;
use crate::handlers::reply::{self, Reply};
use quote::format_ident;
use syn::{
    Attribute, FnArg, Ident, ItemTrait, Pat, Path, TraitItem, TraitItemFn, Type, Visibility,
};

pub(super) struct Interface {
    pub(super) krate: Path,
    /// All that stood above the trait.
    pub(super) attrs: Vec<Attribute>,
    pub(super) vis: Visibility,
    pub(super) name: Ident,
    /// The type that users hold.
    pub(super) handle: Ident,
    pub(super) methods: Vec<Method>,
}

pub(super) struct Method {
    pub(super) kind: Kind,
    pub(super) name: Ident,
    /// Docs, `cfg`, `deprecated`.
    pub(super) attrs: Vec<Attribute>,
    pub(super) arguments: Vec<(Ident, Type)>,
    pub(super) reply: Reply,
}

impl Interface {
    pub(super) fn new(item: ItemTrait, krate: Path, errors: &mut Errors) -> Self {
        let handle = handle::of(&item.ident, "trait");
        handle::is_free(&item.ident, &handle, errors);
        check::header(&item, errors);
        let mut methods = Vec::new();
        for item in item.items {
            match item {
                TraitItem::Fn(method) => methods.extend(self::method(method, &krate, errors)),
                other => check::no_method(&other, errors),
            }
        }
        Self {
            krate,
            attrs: item.attrs,
            vis: item.vis,
            handle,
            name: item.ident,
            methods,
        }
    }
}

/// A method with mistakes is one all the same, so that actors that have it get no error of their own.
fn method(mut method: TraitItemFn, krate: &Path, errors: &mut Errors) -> Option<Method> {
    let kind = check::mark(&mut method, krate, errors);
    check::without_body(&method, errors);
    // What it may look like is what a handler may.
    let kind = kind.unwrap_or(Kind::Call);
    check::awaits(&mut method.sig, errors);
    check::gives_nothing(&mut method.sig, kind, errors);
    crate::handlers::check::handler(&method.sig, kind, errors);
    let reply = reply::read(&method.sig.output, kind, &method.sig.ident, errors)?;
    check::reply_is_plain(&reply, errors);
    let mut arguments = Vec::new();
    for (index, input) in method.sig.inputs.iter().enumerate() {
        let FnArg::Typed(input) = input else { continue };
        if !check::no_context(input, errors) {
            continue;
        }
        crate::handlers::check::argument(input, kind, errors);
        let name = match &*input.pat {
            Pat::Ident(pat) if pat.subpat.is_none() => pat.ident.clone(),
            _ => format_ident!("argument{index}"),
        };
        arguments.push((name, (*input.ty).clone()));
    }
    Some(Method {
        kind,
        name: method.sig.ident,
        attrs: method.attrs,
        arguments,
        reply,
    })
}
