//! How a message goes to its actor: `#[call(priority)]`, `#[cast(priority, wait)]`.

use super::model::Kind;
use crate::args::{self, Keys, Value};
use crate::errors::{Errors, with_help};
use syn::{Attribute, Meta};

#[derive(Clone, Copy, Default)]
pub(super) struct Way {
    /// In front of the messages without it.
    pub(super) priority: bool,
    /// A cast that waits for room.
    pub(super) wait: bool,
}

const CALL: Keys = Keys {
    attribute: "`#[call]`",
    known: &["priority"],
    planned: &[],
    elsewhere: (&["wait"], "on a cast: a call waits anyhow"),
};

const CAST: Keys = Keys {
    attribute: "`#[cast]`",
    known: &["priority", "wait"],
    planned: &[],
    elsewhere: (&[], ""),
};

pub(super) fn read(attr: &Attribute, kind: Kind, errors: &mut Errors) -> Way {
    let (name, keys) = match kind {
        Kind::Call => ("call", &CALL),
        _ => ("cast", &CAST),
    };
    let tokens = match &attr.meta {
        Meta::Path(_) => return Way::default(),
        Meta::List(list) => list.tokens.clone(),
        Meta::NameValue(pair) => {
            let help = format!("write `#[{name}]`, or `#[{name}(priority)]`");
            let message = format!("what `#[{name}]` takes stands in parentheses");
            errors.at(&pair.value, with_help(message, help));
            return Way::default();
        }
    };
    let mut way = Way::default();
    for arg in args::read(tokens, keys, errors) {
        let key = &arg.key;
        if !matches!(arg.value, Value::Bare) {
            let message = format!("`{key}` takes no value");
            errors.at(key, with_help(message, format!("write `#[{name}({key})]`")));
        }
        way.priority |= key == "priority";
        way.wait |= key == "wait";
    }
    way
}
