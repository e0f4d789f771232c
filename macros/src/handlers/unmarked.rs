//! Handlers beside a struct that is no actor: its attribute was forgotten.

use super::parse::ImplBlock;
use crate::errors::{Errors, with_help};
use crate::{actor, beside};
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::Path;

/// Whether its actor has another block, which has the handlers.
pub(super) fn has_block_of_its_own(block: &ImplBlock) -> bool {
    let name = beside::neighbour(&block.self_ty);
    let has_one = |name| {
        let text = beside::text_around(name, "impl")?;
        Some(beside::has_block(&text, &name.to_string()))
    };
    name.and_then(has_one).unwrap_or(false)
}

/// Says of a supervisor that it has no handlers. Whether it is one.
pub(super) fn is_supervisor(block: &ImplBlock, errors: &mut Errors) -> bool {
    let name = beside::neighbour(&block.self_ty);
    let found = name.filter(|name| {
        let text = beside::text_around(name, "impl");
        text.is_some_and(|text| beside::supervises(&text, &name.to_string()))
    });
    if let Some(name) = found {
        let message = format!("`{name}` is a supervisor, and has no handlers");
        let help = "put them into an actor, and declare that as a child";
        errors.at(&block.self_ty, with_help(message, help));
    }
    found.is_some()
}

/// Says that the attribute is missing, and gives what it would have given.
pub(super) fn report(block: &ImplBlock, krate: &Path, errors: &mut Errors) -> Option<TokenStream> {
    let name = beside::neighbour(&block.self_ty)?;
    let item = beside::handled(&beside::text_around(name, "impl")?, &name.to_string())?;
    let message = format!("`{name}` is not an actor: `#[actor]` is missing on its struct");
    let help = format!("write `#[actor]` above `struct {name}`, too");
    errors.at(&block.self_ty, with_help(message, help));
    Some(actor::as_if_marked(item.into_token_stream(), krate, errors))
}
