//! The marks, when nobody has consumed them: they say what is missing around them.

use crate::beside;
use crate::errors::{Errors, with_help};
use proc_macro2::{Span, TokenStream};
use quote::quote;
use std::fs;

/// `#[call]` or another mark of methods without `#[actor]`.
pub(crate) fn method(mark: &str, item: TokenStream) -> TokenStream {
    if is_said_above() {
        return item;
    }
    let message = format!("`#[{mark}]` marks a method in an impl block with `#[actor]`");
    alone(
        with_help(message, "write `#[actor]` above the `impl`"),
        item,
    )
}

/// One error is enough for all the marks of a block.
fn is_said_above() -> bool {
    if !proc_macro::is_available() {
        return false;
    }
    let span = Span::call_site().unwrap();
    let text = span
        .local_file()
        .and_then(|file| fs::read_to_string(file).ok());
    text.is_some_and(|text| beside::is_said_above(&text, span.line()))
}

/// `#[child]` without `#[supervisor]`.
pub(crate) fn field(item: TokenStream) -> TokenStream {
    let message = "`#[child]` marks a field of a struct with `#[supervisor]`";
    alone(
        with_help(message, "write `#[supervisor]` above the `struct`"),
        item,
    )
}

fn alone(message: String, item: TokenStream) -> TokenStream {
    let mut errors = Errors::new();
    errors.at_span(Span::call_site(), message);
    let errors = errors.finish();
    quote!(#item #errors)
}
