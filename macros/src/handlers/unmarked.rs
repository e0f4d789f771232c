//! Handlers beside a struct that is no actor: its attribute was forgotten.

use super::parse::ImplBlock;
use crate::errors::{Errors, with_help};
use crate::{actor, beside};
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::Path;

/// Says that the attribute is missing, and gives what it would have given.
pub(super) fn report(block: &ImplBlock, krate: &Path, errors: &mut Errors) -> Option<TokenStream> {
    let name = beside::neighbour(&block.self_ty)?;
    let item = beside::handled(&beside::text_around(name, "impl")?, &name.to_string())?;
    let message = format!("`{name}` is not an actor: `#[actor]` is missing on its struct");
    let help = format!("write `#[actor]` above `struct {name}`, too");
    errors.at(&block.self_ty, with_help(message, help));
    Some(actor::as_if_marked(item.into_token_stream(), krate, errors))
}
