//! Where keys may stand, and what the parser says about them there.

use super::messages;
use crate::{actor, compact, handlers, interface, supervisor};
use proc_macro2::TokenStream;
use quote::quote;
use std::collections::BTreeSet;

/// One place where keys may stand.
pub(super) struct Place {
    /// As the parser calls it, which is the heading of its table.
    pub(super) name: &'static str,
    /// What documents it in `lib.rs`: the name of the attribute there.
    pub(super) attribute: Option<&'static str>,
    expand: fn(TokenStream) -> TokenStream,
}

pub(super) const PLACES: &[Place] = &[
    Place {
        name: "`#[actor]`",
        attribute: Some("actor"),
        expand: |keys| {
            actor::expand(
                keys,
                quote!(
                    struct A {
                        turns: Freezable<Vec<u8>>,
                    }
                ),
            )
        },
    },
    Place {
        name: "`#[actor]` on an impl block",
        attribute: None,
        expand: |keys| handlers::expand(keys, quote!(impl A {})),
    },
    Place {
        name: "`#[actor]` on a field",
        attribute: None,
        expand: |keys| {
            actor::expand(
                quote!(),
                quote!(
                    struct A {
                        #[actor(#keys)]
                        field: u8,
                    }
                ),
            )
        },
    },
    Place {
        name: "`#[call]`",
        attribute: Some("call"),
        expand: |keys| {
            handlers::expand(
                quote!(),
                quote!(impl A { #[call(#keys)] fn f(&mut self) {} }),
            )
        },
    },
    Place {
        name: "`#[cast]`",
        attribute: Some("cast"),
        expand: |keys| {
            handlers::expand(
                quote!(),
                quote!(impl A { #[cast(#keys)] fn f(&mut self) {} }),
            )
        },
    },
    Place {
        name: "`#[info]`",
        attribute: Some("info"),
        expand: |keys| {
            handlers::expand(
                quote!(),
                quote!(impl A { #[info(#keys)] fn f(&mut self, value: u8) {} }),
            )
        },
    },
    Place {
        name: "`#[every]`",
        attribute: Some("every"),
        expand: |keys| {
            handlers::expand(
                quote!(),
                quote!(impl A { #[every("60s", #keys)] fn f(&mut self) {} }),
            )
        },
    },
    Place {
        name: "`#[supervisor]`",
        attribute: Some("supervisor"),
        expand: |keys| {
            supervisor::expand(
                keys,
                quote!(
                    struct App {
                        #[child]
                        store: Store,
                    }
                ),
            )
        },
    },
    Place {
        name: "`#[child]`",
        attribute: Some("child"),
        expand: |keys| {
            supervisor::expand(
                quote!(),
                quote!(
                    struct App {
                        #[child(#keys)]
                        store: Store,
                    }
                ),
            )
        },
    },
    Place {
        name: "`backoff(..)`",
        attribute: None,
        expand: |keys| {
            supervisor::expand(
                quote!(),
                quote!(
                    struct App {
                        #[child(backoff(#keys))]
                        store: Store,
                    }
                ),
            )
        },
    },
    Place {
        name: "`#[interface]`",
        attribute: Some("interface"),
        expand: |keys| {
            interface::expand(
                keys,
                quote!(
                    trait Tool {}
                ),
            )
        },
    },
    Place {
        name: "`#[compact]` on a type",
        attribute: None,
        expand: |keys| {
            compact::expand(quote!(
                #[compact(#keys)]
                struct A;
            ))
        },
    },
    Place {
        name: "`#[compact]` on a field",
        attribute: None,
        expand: |keys| {
            compact::expand(quote!(
                struct A {
                    #[compact(#keys)]
                    field: u8,
                }
            ))
        },
    },
];

impl Place {
    pub(super) fn told(&self, written: &str) -> Vec<String> {
        let tokens = written
            .parse()
            .unwrap_or_else(|error| panic!("{written}: {error}"));
        messages((self.expand)(tokens))
    }

    /// The keys that it says it takes.
    pub(super) fn takes(&self) -> Vec<String> {
        let told = self.told("zzzz");
        let takes = format!("help: {} takes ", self.name);
        let Some((_, list)) = told.iter().find_map(|message| message.split_once(&takes)) else {
            panic!("{}: {told:?}", self.name);
        };
        let mut keys: Vec<String> = words(list).into_iter().map(str::to_owned).collect();
        keys.sort_unstable();
        keys
    }

    /// The words that it says the value of a key may be.
    pub(super) fn choices(&self, key: &str) -> BTreeSet<String> {
        let told = self.told(&format!("{key} = zzzz"));
        let list = told.iter().find_map(|message| {
            message.contains("`zzzz`").then_some(())?;
            Some(message.split_once("expected ")?.1)
        });
        words(list.unwrap_or_default())
            .into_iter()
            .map(str::to_owned)
            .collect()
    }

    /// Whether it says more about the one than about the other.
    pub(super) fn refuses(&self, written: &str, rather_than: &str) -> bool {
        let known = self.told(rather_than);
        self.told(written)
            .iter()
            .any(|message| !known.contains(message))
    }
}

/// What stands between backticks, without literals.
pub(super) fn words(text: &str) -> BTreeSet<&str> {
    let quoted = text.split('`').skip(1).step_by(2);
    quoted
        .filter(|word| !word.starts_with(['"', '\\']))
        .collect()
}
