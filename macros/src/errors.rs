//! All mistakes of one item, reported together.

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use std::fmt::Display;

/// Collects errors; must be finished, so that none is lost.
#[must_use]
pub(crate) struct Errors {
    found: Vec<syn::Error>,
    finished: bool,
}

impl Errors {
    pub(crate) fn new() -> Self {
        Self {
            found: Vec::new(),
            finished: false,
        }
    }

    /// Underlines all of `tokens`.
    pub(crate) fn at(&mut self, tokens: impl ToTokens, message: impl Display) {
        self.found.push(syn::Error::new_spanned(tokens, message));
    }

    pub(crate) fn at_span(&mut self, span: Span, message: impl Display) {
        self.found.push(syn::Error::new(span, message));
    }

    pub(crate) fn add(&mut self, error: syn::Error) {
        self.found.push(error);
    }

    /// How many there are: to see whether a step found any.
    pub(crate) fn count(&self) -> usize {
        self.found.len()
    }

    /// The errors as code that the compiler reports.
    pub(crate) fn finish(mut self) -> TokenStream {
        self.finished = true;
        self.found
            .iter()
            .map(syn::Error::to_compile_error)
            .collect()
    }
}

impl Drop for Errors {
    fn drop(&mut self) {
        // Unfinished errors would be lost in silence: that is a mistake in the macro.
        debug_assert!(
            self.finished || std::thread::panicking(),
            "errors were collected, but not finished"
        );
    }
}

/// A message and what to write instead.
pub(crate) fn with_help(message: impl Display, help: impl Display) -> String {
    format!("{message}\n\nhelp: {help}")
}
