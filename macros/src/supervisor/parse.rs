//! Reads `#[supervisor(..)]`, the struct below it, and `#[child(..)]`.

use super::model::{Options, Strategy};
use crate::args::{self, Arg, Keys, Value, Zero, word};
use crate::duration;
use crate::errors::{Errors, with_help};
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{
    Attribute, Expr, ExprClosure, ExprLit, Fields, Generics, Ident, Item, ItemStruct, Lit, Meta,
    Path, Visibility,
};

const KEYS: Keys = Keys {
    attribute: "`#[supervisor]`",
    known: &[
        "strategy",
        "intensity",
        "period",
        "auto_hibernation",
        "hibernate_after",
        "max_children",
        "crate",
    ],
    planned: &["auto_shutdown", "partitions", "start_timeout", "backoff"],
    elsewhere: (
        &["start", "restart", "shutdown"],
        "on a child: `#[child(..)]`",
    ),
};

const STRATEGIES: &[&str] = &["one_for_one", "simple_one_for_one"];
const PLANNED_STRATEGIES: &[&str] = &["rest_for_one", "one_for_all"];

pub(super) fn options(tokens: TokenStream, errors: &mut Errors) -> Options {
    let mut options = Options::default();
    for arg in args::read(tokens, &KEYS, errors) {
        match arg.key.to_string().as_str() {
            "strategy" => {
                let strategy = arg.choice(STRATEGIES, PLANNED_STRATEGIES, errors);
                if strategy == Some("simple_one_for_one") {
                    options.strategy = Strategy::SimpleOneForOne;
                }
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
            _ => {
                if let Some(path) = arg.path(errors) {
                    options.krate = path;
                }
            }
        }
    }
    options
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

const CHILD_KEYS: Keys = Keys {
    attribute: "`#[child]`",
    known: &["start", "restart", "shutdown"],
    planned: &[
        "pool",
        "drain",
        "significant",
        "backoff",
        "start_timeout",
        "partitions",
    ],
    elsewhere: (
        &["strategy", "intensity", "period", "max_children"],
        "on the supervisor: `#[supervisor(..)]`",
    ),
};

const RESTARTS: &[&str] = &["permanent", "transient", "temporary"];
const SHUTDOWNS: &[&str] = &["brutal_kill", "infinity"];

/// What `#[child(..)]` said.
#[derive(Default)]
pub(super) struct ChildArgs {
    pub(super) start: StartArg,
    pub(super) restart: Option<&'static str>,
    pub(super) shutdown: Option<TokenStream>,
}

#[derive(Default)]
pub(super) enum StartArg {
    #[default]
    None,
    Expr(Expr),
    Closure(ExprClosure),
    /// Reported.
    Broken,
}

pub(super) fn child(attr: &Attribute, krate: &Path, errors: &mut Errors) -> ChildArgs {
    let mut child = ChildArgs::default();
    let tokens = match &attr.meta {
        Meta::Path(_) => return child,
        Meta::List(list) => list.tokens.clone(),
        Meta::NameValue(pair) => {
            let help = "write `#[child(start = ..)]`";
            errors.at(
                &pair.value,
                with_help("the options of a child stand in parentheses", help),
            );
            return child;
        }
    };
    let mentions_start = starts(tokens.clone());
    let mut start_seen = false;
    for arg in args::read(tokens, &CHILD_KEYS, errors) {
        match arg.key.to_string().as_str() {
            "start" => {
                start_seen = true;
                child.start = match arg.value("Store::open()", errors) {
                    Some(Expr::Closure(closure)) => StartArg::Closure(closure.clone()),
                    Some(value) => StartArg::Expr(value.clone()),
                    None => StartArg::Broken,
                };
            }
            "restart" => child.restart = arg.choice(RESTARTS, &[], errors),
            _ => child.shutdown = shutdown(&arg, krate, errors),
        }
    }
    if mentions_start && !start_seen {
        child.start = StartArg::Broken;
    }
    child
}

/// Whether there is a `start =`, readable or not: when it is not, the child's `Default` must
/// not be asked for in its place.
fn starts(tokens: TokenStream) -> bool {
    tokens
        .into_iter()
        .any(|token| matches!(token, proc_macro2::TokenTree::Ident(word) if word == "start"))
}

/// `brutal_kill`, `infinity`, `"5s"`, or a constant.
fn shutdown(arg: &Arg, krate: &Path, errors: &mut Errors) -> Option<TokenStream> {
    let value = arg.value("\"5s\"", errors)?;
    let constant = |word: &str| word.chars().all(|letter| !letter.is_lowercase());
    let quoted = match value {
        Expr::Lit(ExprLit {
            lit: Lit::Str(text),
            ..
        }) => SHUTDOWNS.contains(&text.value().as_str()),
        _ => false,
    };
    if quoted || word(value).is_some_and(|word| !constant(&word)) {
        let time = ", or a time such as `\"5s\"`";
        let choice = args::choose_or(&arg.key, value, SHUTDOWNS, &[], time, errors)?;
        return Some(if choice == "infinity" {
            quote!(#krate::__private::Shutdown::Infinity)
        } else {
            quote!(#krate::__private::Shutdown::BrutalKill)
        });
    }
    let after = duration::read(value, Zero::Allowed, errors)?;
    Some(quote!(#krate::__private::Shutdown::After(#after)))
}
