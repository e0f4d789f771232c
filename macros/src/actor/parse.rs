//! Reads `#[actor(..)]` and the struct below it.

use super::fields;
use super::model::{Options, Policy};
use crate::args::{self, Keys, Value, Zero};
use crate::errors::{Errors, with_help};
use crate::handle::Marks;
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::{Field, Generics, Ident, Item, Path, Visibility};

pub(super) const KEYS: Keys = Keys {
    attribute: "`#[actor]`",
    known: &[
        "hibernate_after",
        "hibernate",
        "freeze_after",
        "mailbox",
        "overflow",
        "on_restart",
        "name",
        "docs",
        "crate",
    ],
    planned: &[],
    meant: &[
        ("capacity", "mailbox"),
        ("mailbox_size", "mailbox"),
        ("always", "hibernate = always"),
        ("may", "hibernate = may"),
        ("never", "hibernate = never"),
        ("clear", "on_restart = clear"),
        ("drop_newest", "overflow = drop_newest"),
        ("drop_oldest", "overflow = drop_oldest"),
        ("error", "overflow = error"),
        ("wait", "overflow = wait"),
    ],
    elsewhere: &[
        (&["keep"], "on a field: `#[actor(keep)]`"),
        (
            &[
                "start",
                "restart",
                "shutdown",
                "significant",
                "drain",
                "backoff",
                "start_timeout",
            ],
            "on a child of a supervisor: `#[child(..)]`",
        ),
        (
            &[
                "strategy",
                "intensity",
                "period",
                "auto_shutdown",
                "max_children",
                "partitions",
            ],
            "on a supervisor: `#[supervisor(..)]`",
        ),
    ],
};

const POLICIES: &[&str] = &["always", "may", "never"];
const OVERFLOWS: &[&str] = &["wait", "error", "drop_oldest", "drop_newest"];

pub(super) fn options(tokens: TokenStream, errors: &mut Errors) -> Options {
    let mut options = Options::default();
    let before = errors.count();
    for arg in args::read(tokens, &KEYS, errors) {
        match arg.key.to_string().as_str() {
            "hibernate_after" => {
                options.hibernate_after_key = Some(arg.key.clone());
                if let Value::Given(value) = &arg.value {
                    options.hibernate_after_at = value.span();
                }
                options.hibernate_after = arg.duration(Zero::Allowed, errors);
            }
            "freeze_after" => {
                options.freeze_after_key = Some(arg.key.clone());
                options.freeze_after = arg.duration(Zero::Allowed, errors);
            }
            "hibernate" => {
                options.policy = match arg.choice(POLICIES, &[], errors) {
                    Some("always") => Policy::Always,
                    Some("never") => Policy::Never,
                    Some(_) => {
                        options.may_key = Some(arg.key.clone());
                        Policy::May
                    }
                    None => Policy::May,
                };
            }
            "mailbox" => {
                options.mailbox_key = Some(arg.key.clone());
                options.mailbox = arg.number("100", errors);
            }
            "overflow" => {
                options.overflow_key = Some(arg.key.clone());
                options.overflow = arg.choice(OVERFLOWS, &[], errors);
            }
            "on_restart" => {
                options.clears = arg.choice(&["keep", "clear"], &[], errors) == Some("clear");
            }
            "name" => options.registered = arg.name(errors),
            "docs" => options.docs = arg.flag(errors),
            _ => {
                if let Some(path) = arg.path(errors) {
                    options.krate = path;
                }
            }
        }
    }
    if errors.count() > before {
        // Something may be missing here that was meant to be there.
        options.may_key = None;
    }
    options
}

/// The parts of the item that matter here.
pub(super) struct Parsed {
    pub(super) vis: Visibility,
    pub(super) marks: Marks,
    pub(super) name: Ident,
    pub(super) generics: Generics,
    /// With those that are marked `keep`.
    pub(super) fields: Vec<(Field, bool)>,
    /// The item without its marks and mistakes; `None` where there are none, and its tokens are emitted as they are.
    pub(super) unmarked: Option<TokenStream>,
}

/// Enums and unions are wrong, but carry on as a struct without fields, so that what
/// mentions their handle gets no error of its own.
pub(super) fn item(tokens: &TokenStream, krate: &Path, errors: &mut Errors) -> Option<Parsed> {
    let help = "put the state into a struct: `#[actor] struct Session { .. }`";
    let (wrong, kind): (TokenStream, &str) = match syn::parse2::<Item>(tokens.clone()) {
        Ok(Item::Struct(mut item)) => {
            let keeps = fields::marks(&mut item.fields, krate, errors);
            let boxed = fields::sized(&mut item.fields, errors);
            let unmarked = (keeps.is_some() || boxed).then(|| item.to_token_stream());
            let keeps = keeps.unwrap_or_default().into_iter();
            return Some(Parsed {
                marks: Marks::new(&item.attrs),
                vis: item.vis,
                name: item.ident,
                generics: item.generics,
                fields: item
                    .fields
                    .into_iter()
                    .zip(keeps.chain(std::iter::repeat(false)))
                    .collect(),
                unmarked,
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
                marks: Marks::new(&item.attrs),
                vis: item.vis,
                name: item.ident,
                generics: item.generics,
                fields: Vec::new(),
                unmarked: None,
            });
        }
        Ok(Item::Union(item)) => {
            errors.at(
                item.union_token,
                with_help("an actor is a struct, not a union", help),
            );
            return Some(Parsed {
                marks: Marks::new(&item.attrs),
                vis: item.vis,
                name: item.ident,
                generics: item.generics,
                fields: Vec::new(),
                unmarked: None,
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
