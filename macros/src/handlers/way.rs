//! How a message goes to its actor: `#[call(priority, retry = 2)]`, `#[cast(wait, interface = Tool)]`,
//! `#[info(blocking)]`.

use super::model::Kind;
use crate::args::{self, Arg, Keys, Value};
use crate::errors::{Errors, with_help};
use crate::text;
use proc_macro2::TokenStream;
use syn::{Attribute, Expr, ExprPath, Ident, Meta, Path, Signature};

#[derive(Clone, Default)]
pub(super) struct Way {
    /// In front of the messages without it.
    pub(super) priority: bool,
    /// A cast that waits for room.
    pub(super) wait: bool,
    /// The handler of infos that no other takes.
    pub(super) other: Option<Ident>,
    /// It may block its thread.
    pub(super) blocking: Option<Ident>,
    /// A call that is handed to the next incarnation when its actor crashes over it.
    pub(super) retry: Option<Retry>,
    /// The function that gets a message over which its actor crashes.
    pub(super) on_crash: Option<Path>,
    /// The interfaces that the handler belongs to.
    pub(super) interfaces: Vec<Path>,
}

#[derive(Clone)]
pub(super) struct Retry {
    key: Ident,
    /// How often at most.
    pub(super) times: TokenStream,
}

/// What a handler returns says whether its actor sleeps.
const SLEEP: (&[&str], &str) = (
    &["hibernate", "hibernate_after"],
    "to what the handler returns, `Hibernate<T>` or `Outcome<T>`, or on the struct",
);

const CALL: Keys = Keys {
    attribute: "`#[call]`",
    known: &["priority", "blocking", "retry", "on_crash", "interface"],
    planned: &[],
    meant: &[],
    elsewhere: &[
        (&["wait"], "on a cast: a call waits anyhow"),
        (
            &["timeout"],
            "to its caller: `handle.ask(..).timeout(..)`, where the handler is `ask`",
        ),
        SLEEP,
    ],
};

const CAST: Keys = Keys {
    attribute: "`#[cast]`",
    known: &["priority", "wait", "blocking", "on_crash", "interface"],
    planned: &[],
    meant: &[],
    elsewhere: &[(&["retry"], "on a call: nobody waits for a cast"), SLEEP],
};

const INFO: Keys = Keys {
    attribute: "`#[info]`",
    known: &["other", "blocking", "on_crash"],
    planned: &[],
    meant: &[],
    elsewhere: &[
        (
            &["priority", "wait", "retry", "interface"],
            "on messages that are methods of the handle",
        ),
        SLEEP,
    ],
};

const EVERY: Keys = Keys {
    attribute: "`#[every]`",
    known: &["blocking", "on_crash"],
    planned: &[],
    meant: &[],
    elsewhere: &[
        (
            &["priority", "wait", "retry", "interface"],
            "on messages that are methods of the handle",
        ),
        SLEEP,
    ],
};

/// What follows the period of an `#[every]`.
pub(super) fn read_after_period(tokens: TokenStream, errors: &mut Errors) -> Way {
    take("every(\"60s\", ", tokens, &EVERY, errors)
}

pub(super) fn read(attr: &Attribute, kind: Kind, errors: &mut Errors) -> Way {
    let (name, keys) = match kind {
        Kind::Call => ("call", &CALL),
        Kind::Info => ("info", &INFO),
        _ => ("cast", &CAST),
    };
    let tokens = match &attr.meta {
        Meta::Path(_) => return Way::default(),
        Meta::List(list) => list.tokens.clone(),
        Meta::NameValue(pair) => {
            let example = keys.known.first().copied().unwrap_or_default();
            let help = format!("write `#[{name}]`, or `#[{name}({example})]`");
            let message = format!("what `#[{name}]` takes stands in parentheses");
            errors.at(&pair.value, with_help(message, help));
            return Way::default();
        }
    };
    take(&format!("{name}("), tokens, keys, errors)
}

/// `written` is the attribute up to its keys.
fn take(written: &str, tokens: TokenStream, keys: &Keys, errors: &mut Errors) -> Way {
    let mut way = Way::default();
    let mut waits = None;
    for arg in args::read(tokens, keys, errors) {
        let key = &arg.key;
        if key == "retry" {
            way.retry = retry(arg, errors);
            continue;
        }
        if key == "on_crash" {
            way.on_crash = on_crash(&arg, errors);
            continue;
        }
        if key == "interface" {
            way.interfaces = interfaces(&arg, errors);
            continue;
        }
        if !matches!(arg.value, Value::Bare) {
            let message = format!("`{key}` takes no value");
            errors.at(
                key,
                with_help(message, format!("write `#[{written}{key})]`")),
            );
        }
        way.priority |= key == "priority";
        match key.to_string().as_str() {
            "wait" => waits = Some(arg.key),
            "other" => way.other = Some(arg.key),
            "blocking" => way.blocking = Some(arg.key),
            _ => {}
        }
    }
    way.wait = waits.is_some();
    if let Some(wait) = waits.filter(|_| !way.interfaces.is_empty()) {
        no_wait_behind_an_interface(&wait, errors);
    }
    way
}

/// The interface's method is one of all its actors, and a cast that returns at once.
fn no_wait_behind_an_interface(wait: &Ident, errors: &mut Errors) {
    let message = "a cast through an interface cannot wait for room: it returns at once";
    let help = "leave `wait` out, and have `CastError::Full` where the mailbox is full; or make it a `#[call]`, which waits";
    errors.at(wait, with_help(message, help));
}

fn retry(arg: Arg, errors: &mut Errors) -> Option<Retry> {
    let times = arg.number("2", errors)?;
    if times.to_string().parse() == Ok(0_u32) {
        let message = "`retry = 0` is what a call does without it";
        errors.at(times, with_help(message, "leave it out, or allow one"));
        return None;
    }
    let key = arg.key;
    Some(Retry { key, times })
}

fn on_crash(arg: &Arg, errors: &mut Errors) -> Option<Path> {
    match arg.value("Self::bury", errors)? {
        Expr::Path(ExprPath {
            qself: None, path, ..
        }) => Some(path.clone()),
        other => {
            let message = "a function is named by its path: the message is what it is called with";
            let help = "write `on_crash = Self::bury`, for `fn bury(exit: &Exit, ..)` with the handler's arguments";
            errors.at(other, with_help(message, help));
            None
        }
    }
}

/// Whoever has the `ReplyTo` may have answered already, or passed it on.
pub(super) fn answers_itself(way: &Way, errors: &mut Errors) {
    if let Some(retry) = &way.retry {
        let message = "a call that is answered by a `ReplyTo` cannot be sent again";
        let help = "answer by what the handler returns, or leave `retry` out";
        errors.at(&retry.key, with_help(message, help));
    }
}

/// A future is polled on a thread that others need.
pub(super) fn awaits(way: &Way, sig: &Signature, errors: &mut Errors) {
    if let (Some(key), Some(_)) = (&way.blocking, &sig.asyncness) {
        let message =
            "an async handler cannot be `blocking`: it gives its thread back where it awaits";
        let help = "drop `async`, or leave `blocking` out and await";
        errors.at(key, with_help(message, help));
    }
}

/// `Tool`, `tools::Tool`, `(Tool, Named)`.
fn interfaces(arg: &Arg, errors: &mut Errors) -> Vec<Path> {
    let Some(value) = arg.value("Tool", errors) else {
        return Vec::new();
    };
    let values: Vec<&Expr> = match value {
        Expr::Tuple(several) => several.elems.iter().collect(),
        one => vec![one],
    };
    let mut paths: Vec<Path> = Vec::new();
    for value in values {
        match value {
            Expr::Path(ExprPath {
                qself: None, path, ..
            }) if paths.iter().any(|other| same(other, path)) => {
                errors.at(
                    path,
                    with_help("this interface is named twice", "leave one of them out"),
                );
            }
            Expr::Path(ExprPath {
                qself: None, path, ..
            }) => paths.push(path.clone()),
            other => {
                let message = "an interface is named by its path";
                let help = "write `interface = Tool`, or `interface = (Tool, Named)`";
                errors.at(other, with_help(message, help));
            }
        }
    }
    paths
}

/// The same path, as it is written.
pub(super) fn same(one: &Path, other: &Path) -> bool {
    text::source(one) == text::source(other)
}
