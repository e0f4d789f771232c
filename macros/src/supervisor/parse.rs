//! Reads `#[supervisor(..)]` and the struct below it.

mod allow;
mod backoff;
mod child;

use super::model::{AutoShutdown, Options, Partitions, Strategy};
use crate::args::{self, Arg, Keys, Value, Zero};
use crate::duration;
use crate::errors::{Errors, with_help};
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::spanned::Spanned as _;
use syn::{Expr, ExprLit, Fields, Generics, Ident, Item, ItemStruct, Lit, Visibility};

pub(super) use self::child::{ChildArgs, StartArg, child};

const KEYS: Keys = Keys {
    attribute: "`#[supervisor]`",
    known: &[
        "strategy",
        "intensity",
        "period",
        "auto_shutdown",
        "auto_hibernation",
        "hibernate_after",
        "max_children",
        "partitions",
        "dynamic",
        "docs",
        "allow",
        "crate",
    ],
    planned: &[],
    meant: &[
        ("max_restarts", "intensity"),
        ("restart_intensity", "intensity"),
        ("max_seconds", "period"),
        ("restart_period", "period"),
        ("restart_window", "period"),
        ("one_for_one", "strategy = one_for_one"),
        ("one_for_all", "strategy = one_for_all"),
        ("rest_for_one", "strategy = rest_for_one"),
        ("simple_one_for_one", "strategy = simple_one_for_one"),
        ("any_significant", "auto_shutdown = any_significant"),
        ("all_significant", "auto_shutdown = all_significant"),
    ],
    elsewhere: &[
        (
            &[
                "start",
                "restart",
                "shutdown",
                "significant",
                "drain",
                "start_timeout",
                "backoff",
            ],
            "on a child: `#[child(..)]`",
        ),
        (
            &["name"],
            "to actors: `#[actor(name = \"..\")]`, or `#[child(name = \"..\")]`",
        ),
    ],
};

const STRATEGIES: &[&str] = &[
    "one_for_one",
    "one_for_all",
    "rest_for_one",
    "simple_one_for_one",
];
const AUTO_SHUTDOWNS: &[&str] = &["never", "any_significant", "all_significant"];

pub(super) fn options(tokens: TokenStream, errors: &mut Errors) -> Options {
    let mut options = Options::default();
    for arg in args::read(tokens, &KEYS, errors) {
        match arg.key.to_string().as_str() {
            "dynamic" => {
                if arg.flag(errors) {
                    options.dynamic_key = Some(arg.key.clone());
                }
            }
            "docs" => options.docs = arg.flag(errors),
            "allow" => options.allow = allow::read(&arg, errors),
            "strategy" => {
                options.strategy_key = Some(arg.key.clone());
                if let Value::Given(value) = &arg.value {
                    options.strategy_value = value.to_token_stream();
                }
                options.strategy = match arg.choice(STRATEGIES, &[], errors) {
                    Some("one_for_all") => Strategy::OneForAll,
                    Some("rest_for_one") => Strategy::RestForOne,
                    Some("simple_one_for_one") => Strategy::SimpleOneForOne,
                    _ => Strategy::OneForOne,
                };
            }
            "auto_shutdown" => {
                options.auto_shutdown_key = Some(arg.key.clone());
                if let Value::Given(value) = &arg.value {
                    options.auto_shutdown_at = value.span();
                }
                options.auto_shutdown = match arg.choice(AUTO_SHUTDOWNS, &[], errors) {
                    Some("any_significant") => Some(AutoShutdown::AnySignificant),
                    Some("all_significant") => Some(AutoShutdown::AllSignificant),
                    Some(_) => Some(AutoShutdown::Never),
                    None => None,
                };
            }
            "intensity" => options.intensity = arg.number("5", errors),
            "period" => options.period = arg.duration(Zero::Refused, errors),
            "auto_hibernation" => auto_hibernation(&arg, &mut options, errors),
            "hibernate_after" => {
                options.hibernate_after_key = Some(arg.key.clone());
                options.hibernate_after = arg.duration(Zero::Allowed, errors).map(Some);
            }
            "max_children" => {
                options.max_children_key = Some(arg.key.clone());
                options.max_children = arg.number("50_000", errors);
            }
            "partitions" => options.partitions = partitions(&arg, errors),
            _ => {
                if let Some(path) = arg.path(errors) {
                    options.krate = path;
                }
            }
        }
    }
    options
}

/// `partitions`, `partitions = 8`.
fn partitions(arg: &Arg, errors: &mut Errors) -> Option<Partitions> {
    let count = match &arg.value {
        Value::Bare => None,
        _ => Some(count(arg, errors)).flatten(),
    };
    Some(Partitions {
        key: arg.key.clone(),
        count,
    })
}

/// A number from 1 up, or any constant expression.
fn count(arg: &Arg, errors: &mut Errors) -> Option<TokenStream> {
    let count = arg.number("8", errors)?;
    if let Value::Given(value) = &arg.value
        && let Expr::Lit(ExprLit {
            lit: Lit::Int(number),
            ..
        }) = &**value
        && matches!(number.base10_parse::<u32>(), Ok(0))
    {
        let message = "a supervisor without partitions would have no place for any key";
        let help = "write a number from 1 up, or `partitions` alone for one per core";
        errors.at(value, with_help(message, help));
        return None;
    }
    Some(count)
}

/// `auto_hibernation`, `auto_hibernation = false`, `auto_hibernation = "5s"`.
fn auto_hibernation(arg: &Arg, options: &mut Options, errors: &mut Errors) {
    options.auto_hibernation_key = Some(arg.key.clone());
    let on = |options: &mut Options| {
        options.auto_hibernation_is_bare = true;
        options.auto_hibernation = Some(Some(args::milliseconds(1_000)));
    };
    match &arg.value {
        Value::Bare => on(options),
        Value::List(..) | Value::Missing(_) => drop(arg.value("\"5s\"", errors)),
        Value::Given(value) => match &**value {
            Expr::Lit(ExprLit {
                lit: Lit::Bool(flag),
                ..
            }) if flag.value => on(options),
            Expr::Lit(ExprLit {
                lit: Lit::Bool(_), ..
            }) => options.auto_hibernation = Some(None),
            other => {
                options.auto_hibernation = duration::read(other, Zero::Allowed, errors).map(Some);
            }
        },
    }
}

pub(super) enum Parsed {
    Struct(Box<ItemStruct>),
    /// A tuple struct, an enum, a union: reported; its name can still be used.
    Wrong(Box<Named>),
    /// Nothing that could have a handle.
    Nothing,
}

pub(super) struct Named {
    pub(super) item: TokenStream,
    pub(super) vis: Visibility,
    pub(super) name: Ident,
    pub(super) generics: Generics,
}

pub(super) fn item(tokens: &TokenStream, errors: &mut Errors) -> Parsed {
    let help = "write `struct App { #[child] store: Store }`";
    let (wrong, kind, named): (TokenStream, &str, Option<Named>) =
        match syn::parse2::<Item>(tokens.clone()) {
            Ok(Item::Struct(mut item)) => match &mut item.fields {
                Fields::Unnamed(fields) => {
                    let message = "the children of a supervisor are fields with names";
                    errors.at(&*fields, with_help(message, help));
                    for field in &mut fields.unnamed {
                        field.attrs.retain(|attr| !attr.path().is_ident("child"));
                    }
                    return Parsed::Wrong(Box::new(Named {
                        item: item.to_token_stream(),
                        vis: item.vis,
                        name: item.ident,
                        generics: item.generics,
                    }));
                }
                _ => return Parsed::Struct(Box::new(item)),
            },
            Ok(Item::Enum(item)) => (
                item.enum_token.to_token_stream(),
                "an enum",
                Some(Named {
                    item: tokens.clone(),
                    vis: item.vis,
                    name: item.ident,
                    generics: item.generics,
                }),
            ),
            Ok(Item::Union(item)) => (
                item.union_token.to_token_stream(),
                "a union",
                Some(Named {
                    item: tokens.clone(),
                    vis: item.vis,
                    name: item.ident,
                    generics: item.generics,
                }),
            ),
            Ok(Item::Impl(item)) => (item.impl_token.to_token_stream(), "an impl block", None),
            Ok(Item::Trait(item)) => (item.trait_token.to_token_stream(), "a trait", None),
            Ok(Item::Fn(item)) => (item.sig.fn_token.to_token_stream(), "a function", None),
            Ok(Item::Mod(item)) => (item.mod_token.to_token_stream(), "a module", None),
            Ok(_) => (tokens.clone(), "this item", None),
            // The item is emitted as it is: the compiler says what is wrong with it.
            Err(_) => return Parsed::Nothing,
        };
    let message = format!("`#[supervisor]` belongs on a struct, not on {kind}");
    errors.at(wrong, with_help(message, help));
    named.map_or(Parsed::Nothing, |named| Parsed::Wrong(Box::new(named)))
}
