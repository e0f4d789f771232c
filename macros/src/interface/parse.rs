//! Reads `#[interface(..)]`.

use crate::args::{self, Keys};
use crate::errors::Errors;
use proc_macro2::TokenStream;
use syn::Path;

const KEYS: Keys = Keys {
    attribute: "`#[interface]`",
    known: &["crate"],
    planned: &[],
    meant: &[],
    elsewhere: &[],
};

pub(super) fn options(tokens: TokenStream, errors: &mut Errors) -> Path {
    let mut krate = args::default_crate();
    for arg in args::read(tokens, &KEYS, errors) {
        if let Some(path) = arg.path(errors) {
            krate = path;
        }
    }
    krate
}
