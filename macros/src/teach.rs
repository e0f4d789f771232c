//! The marks, when nobody has consumed them: they say what is missing around them.

use crate::errors::{Errors, with_help};
use proc_macro2::{Span, TokenStream};
use quote::quote;

/// `#[call]` or another mark of methods without `#[actor]`.
pub(crate) fn method(mark: &str, item: TokenStream) -> TokenStream {
    let message = format!("`#[{mark}]` marks a method in an impl block with `#[actor]`");
    alone(
        with_help(message, "write `#[actor]` above the `impl`"),
        item,
    )
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
