//! Reads `#[child(..)]`.

use super::backoff;
use crate::args::{self, Arg, Keys, Value, Zero, word};
use crate::constant;
use crate::duration;
use crate::errors::{Errors, with_help};
use crate::text;
use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, Expr, ExprClosure, ExprLit, Ident, Lit, Meta, Path};

const CHILD_KEYS: Keys = Keys {
    attribute: "`#[child]`",
    known: &[
        "start",
        "restart",
        "shutdown",
        "significant",
        "drain",
        "backoff",
        "start_timeout",
        "name",
        "docs",
    ],
    planned: &["pool"],
    meant: &[
        ("timeout", "start_timeout"),
        ("shutdown_timeout", "shutdown"),
        ("restart_type", "restart"),
        ("restart_policy", "restart"),
        ("permanent", "restart = permanent"),
        ("transient", "restart = transient"),
        ("temporary", "restart = temporary"),
        ("brutal_kill", "shutdown = brutal_kill"),
        ("infinity", "shutdown = infinity"),
    ],
    elsewhere: &[
        (
            &[
                "strategy",
                "intensity",
                "period",
                "auto_shutdown",
                "auto_hibernation",
                "max_children",
                "partitions",
                "dynamic",
                "allow",
            ],
            "on the supervisor: `#[supervisor(..)]`",
        ),
        (
            &[
                "hibernate_after",
                "hibernate",
                "freeze_after",
                "mailbox",
                "overflow",
                "on_restart",
            ],
            "on the child's own struct: `#[actor(..)]`",
        ),
    ],
};

const RESTARTS: &[&str] = &["permanent", "transient", "temporary"];
const SHUTDOWNS: &[&str] = &["brutal_kill", "infinity"];

/// What `#[child(..)]` said.
#[derive(Default)]
pub(in crate::supervisor) struct ChildArgs {
    pub(in crate::supervisor) start: StartArg,
    pub(in crate::supervisor) restart: Option<&'static str>,
    /// Reported: which it is to be is not known.
    pub(in crate::supervisor) restart_is_unreadable: bool,
    pub(in crate::supervisor) shutdown: Option<TokenStream>,
    /// The key of `significant`, unless it is `= false`.
    pub(in crate::supervisor) significant: Option<Ident>,
    pub(in crate::supervisor) backoff_key: Option<Ident>,
    pub(in crate::supervisor) backoff: Option<TokenStream>,
    pub(in crate::supervisor) start_timeout: Option<TokenStream>,
    /// `shutdown = brutal_kill`, the value.
    pub(in crate::supervisor) brutal_kill: Option<Ident>,
    /// The key of `drain`, unless it is `= false`.
    pub(in crate::supervisor) drain: Option<Ident>,
    pub(in crate::supervisor) name: Option<Expr>,
    /// `docs = false`
    pub(in crate::supervisor) is_not_looked_up: bool,
}

#[derive(Default)]
pub(in crate::supervisor) enum StartArg {
    #[default]
    None,
    Expr(Expr),
    Closure(ExprClosure),
    /// Reported.
    Broken,
}

pub(in crate::supervisor) fn child(
    attr: &Attribute,
    krate: &Path,
    errors: &mut Errors,
) -> ChildArgs {
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
            "restart" => {
                child.restart_is_unreadable = true;
                if let Some(restart) = arg.choice(RESTARTS, &[], errors) {
                    child.restart = Some(restart);
                    child.restart_is_unreadable = false;
                }
            }
            "name" => child.name = name(&arg, errors),
            "docs" => child.is_not_looked_up = !arg.flag(errors),
            "significant" => {
                child.significant = arg.flag(errors).then(|| arg.key.clone());
            }
            "backoff" => {
                child.backoff_key = Some(arg.key.clone());
                child.backoff = backoff::read(&arg, krate, errors);
            }
            "start_timeout" => child.start_timeout = start_timeout(&arg, errors),
            "drain" => child.drain = arg.flag(errors).then(|| arg.key.clone()),
            _ => {
                child.shutdown = shutdown(&arg, krate, errors);
                child.brutal_kill = brutal_kill(&arg);
            }
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

/// `"5s"`, or a constant.
fn start_timeout(arg: &Arg, errors: &mut Errors) -> Option<TokenStream> {
    let value = arg.value("\"5s\"", errors)?;
    if duration::known(value) == Some(0) {
        let message = "a start that may take no time would always fail";
        let help = "leave `start_timeout` out for a start without a limit";
        errors.at(value, with_help(message, help));
        return None;
    }
    duration::read(value, Zero::Allowed, errors)
}

/// `"store"`, or an expression that gives text.
fn name(arg: &Arg, errors: &mut Errors) -> Option<Expr> {
    let value = arg.value("\"store\"", errors)?;
    args::readable_name(&arg.key, value, errors).then(|| value.clone())
}

/// The word, where that is the value.
fn brutal_kill(arg: &Arg) -> Option<Ident> {
    match &arg.value {
        Value::Given(value) => args::ident(value).filter(|word| word == "brutal_kill"),
        _ => None,
    }
}

/// `brutal_kill`, `infinity`, `"5s"`, or a constant.
fn shutdown(arg: &Arg, krate: &Path, errors: &mut Errors) -> Option<TokenStream> {
    let value = arg.value("\"5s\"", errors)?;
    let constant = |word: &str| word.chars().all(|letter| !letter.is_lowercase());
    let quoted = match value {
        Expr::Lit(ExprLit {
            lit: Lit::Str(text),
            ..
        }) => SHUTDOWNS.contains(&text::snake(&text.value()).as_str()),
        _ => false,
    };
    let named = args::is_named(value, SHUTDOWNS);
    if quoted || named || word(value).is_some_and(|word| !constant(&word)) {
        let time = ", or a time such as `\"5s\"`";
        let choice = args::choose_or(&arg.key, value, SHUTDOWNS, &[], time, errors)?;
        return Some(if choice == "infinity" {
            quote!(#krate::__private::Shutdown::Infinity)
        } else {
            quote!(#krate::__private::Shutdown::BrutalKill)
        });
    }
    let after = constant::time(&duration::read(value, Zero::Allowed, errors)?);
    Some(quote!(#krate::__private::Shutdown::After(#after)))
}
