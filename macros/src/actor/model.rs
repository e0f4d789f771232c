//! An actor's struct, as the expansion sees it.

use super::parse::Parsed;
use crate::args;
use crate::generics::Params;
use proc_macro2::TokenStream;
use quote::format_ident;
use syn::{Attribute, Ident, Index, Member, Path, Type, Visibility};

/// What `#[actor(..)]` said.
pub(super) struct Options {
    pub(super) krate: Path,
    pub(super) hibernate_after_key: Option<Ident>,
    pub(super) hibernate_after: Option<TokenStream>,
    pub(super) policy: Policy,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            krate: args::default_crate(),
            hibernate_after_key: None,
            hibernate_after: None,
            policy: Policy::May,
        }
    }
}

/// Whether handlers hibernate.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Policy {
    Always,
    May,
    Never,
}

pub(super) struct Actor {
    pub(super) options: Options,
    pub(super) vis: Visibility,
    pub(super) name: Ident,
    /// The type that users hold.
    pub(super) handle: Ident,
    pub(super) params: Params,
    pub(super) fields: Vec<Field>,
}

pub(super) struct Field {
    pub(super) member: Member,
    pub(super) cfgs: Vec<Attribute>,
    pub(super) ty: Type,
}

impl Actor {
    pub(super) fn new(parsed: Parsed, options: Options) -> Self {
        let fields = parsed
            .fields
            .into_iter()
            .enumerate()
            .map(|(index, field)| Field {
                member: match field.ident {
                    Some(name) => Member::Named(name),
                    None => Member::Unnamed(Index::from(index)),
                },
                cfgs: field
                    .attrs
                    .into_iter()
                    .filter(|attr| attr.path().is_ident("cfg"))
                    .collect(),
                ty: field.ty,
            })
            .collect();
        Self {
            options,
            vis: parsed.vis,
            handle: format_ident!("{}Ref", parsed.name),
            name: parsed.name,
            params: Params::new(&parsed.generics),
            fields,
        }
    }
}
