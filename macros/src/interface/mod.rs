//! `#[interface]`: a trait whose methods are messages, which handles of different actors have in common.

mod check;
mod expand;
mod model;
mod parse;

use crate::doubled;
use crate::errors::Errors;
use proc_macro2::TokenStream;
use quote::quote;
use syn::Item;

pub(crate) fn expand(args: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::new();
    let krate = parse::options(args, &mut errors);
    let code = match syn::parse2::<Item>(item.clone()) {
        Ok(Item::Trait(written)) if doubled::is_another(&written.ident, "trait") => {
            let (vis, token, name) = (&written.vis, &written.trait_token, &written.ident);
            quote!(#vis #token #name {})
        }
        Ok(Item::Trait(written)) => {
            let interface = model::Interface::new(written, krate, &mut errors);
            expand::expand(&interface)
        }
        Ok(other) => {
            check::no_trait(&other, &mut errors);
            item
        }
        // The compiler says what is wrong with the item itself.
        Err(_) => item,
    };
    let errors = errors.finish();
    quote!(#code #errors)
}
