//! Reads `#[actor(..)]` and the struct below it.

use super::model::{Options, Policy};
use crate::args::{self, Keys, Zero};
use crate::errors::{Errors, with_help};
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Fields, Generics, Ident, Item, Visibility};

pub(super) const KEYS: Keys = Keys {
    attribute: "`#[actor]`",
    known: &["hibernate_after", "hibernate", "crate"],
    planned: &["mailbox", "overflow", "name", "freeze_after"],
    elsewhere: (&[], ""),
};

const POLICIES: &[&str] = &["always", "may", "never"];

pub(super) fn options(tokens: TokenStream, errors: &mut Errors) -> Options {
    let mut options = Options::default();
    for arg in args::read(tokens, &KEYS, errors) {
        match arg.key.to_string().as_str() {
            "hibernate_after" => {
                options.hibernate_after_key = Some(arg.key.clone());
                options.hibernate_after = arg.duration(Zero::Allowed, errors);
            }
            "hibernate" => {
                options.policy = match arg.choice(POLICIES, &[], errors) {
                    Some("always") => Policy::Always,
                    Some("never") => Policy::Never,
                    _ => Policy::May,
                };
            }
            _ => {
                if let Some(path) = arg.path(errors) {
                    options.krate = path;
                }
            }
        }
    }
    options
}

/// The parts of the item that matter here; its tokens are emitted as they are.
pub(super) struct Parsed {
    pub(super) vis: Visibility,
    pub(super) name: Ident,
    pub(super) generics: Generics,
    pub(super) fields: Fields,
}

/// Enums and unions are wrong, but carry on as a struct without fields, so that what
/// mentions their handle gets no error of its own.
pub(super) fn item(tokens: &TokenStream, errors: &mut Errors) -> Option<Parsed> {
    let help = "put the state into a struct: `#[actor] struct Session { .. }`";
    let (wrong, kind): (TokenStream, &str) = match syn::parse2::<Item>(tokens.clone()) {
        Ok(Item::Struct(item)) => {
            return Some(Parsed {
                vis: item.vis,
                name: item.ident,
                generics: item.generics,
                fields: item.fields,
            });
        }
        Ok(Item::Enum(item)) => {
            let help = format!(
                "put it into a struct: `struct State {{ state: {} }}`",
                item.ident
            );
            errors.at(
                item.enum_token,
                with_help("an actor is a struct, not an enum", help),
            );
            return Some(Parsed {
                vis: item.vis,
                name: item.ident,
                generics: item.generics,
                fields: Fields::Unit,
            });
        }
        Ok(Item::Union(item)) => {
            errors.at(
                item.union_token,
                with_help("an actor is a struct, not a union", help),
            );
            return Some(Parsed {
                vis: item.vis,
                name: item.ident,
                generics: item.generics,
                fields: Fields::Unit,
            });
        }
        Ok(Item::Trait(item)) => (item.trait_token.to_token_stream(), "a trait"),
        Ok(Item::Fn(item)) => (item.sig.fn_token.to_token_stream(), "a function"),
        Ok(Item::Mod(item)) => (item.mod_token.to_token_stream(), "a module"),
        Ok(Item::Type(item)) => (item.type_token.to_token_stream(), "a type alias"),
        Ok(_) => (tokens.clone(), "this item"),
        // The item is emitted as it is: the compiler says what is wrong with it.
        Err(_) => return None,
    };
    let message = format!("`#[actor]` belongs on a struct or on its impl block, not on {kind}");
    errors.at(wrong, with_help(message, help));
    None
}
