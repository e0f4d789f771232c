//! An actor's struct, as the expansion sees it.

use super::parse::Parsed;
use crate::args;
use crate::generics::Params;
use crate::handle;
use proc_macro2::{Span, TokenStream};
use syn::{Attribute, Ident, Index, Member, Path, Type, Visibility};

/// What `#[actor(..)]` said.
pub(super) struct Options {
    pub(super) krate: Path,
    pub(super) hibernate_after_key: Option<Ident>,
    pub(super) hibernate_after: Option<TokenStream>,
    /// Where its value is.
    pub(super) hibernate_after_at: Span,
    pub(super) freeze_after_key: Option<Ident>,
    pub(super) freeze_after: Option<TokenStream>,
    pub(super) policy: Policy,
    /// Where `may` was written out.
    pub(super) may_key: Option<Ident>,
    pub(super) mailbox_key: Option<Ident>,
    pub(super) mailbox: Option<TokenStream>,
    pub(super) overflow_key: Option<Ident>,
    pub(super) overflow: Option<&'static str>,
    /// The queue ends with its incarnation.
    pub(super) clears: bool,
    /// The name that actors of this type are registered under.
    pub(super) registered: Option<TokenStream>,
    /// Whether rustdoc shows what the attributes say.
    pub(super) docs: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            krate: args::default_crate(),
            hibernate_after_key: None,
            hibernate_after: None,
            hibernate_after_at: Span::call_site(),
            freeze_after_key: None,
            freeze_after: None,
            policy: Policy::May,
            may_key: None,
            mailbox_key: None,
            mailbox: None,
            overflow_key: None,
            overflow: None,
            clears: false,
            registered: None,
            docs: true,
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
    pub(super) marks: handle::Marks,
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
    /// The next incarnation takes it over.
    pub(super) keep: bool,
}

impl Actor {
    pub(super) fn new(parsed: Parsed, options: Options) -> Self {
        let fields = parsed
            .fields
            .into_iter()
            .enumerate()
            .map(|(index, (field, keep))| Field {
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
                keep,
            })
            .collect();
        Self {
            options,
            vis: parsed.vis,
            marks: parsed.marks,
            handle: handle::of(&parsed.name, "struct"),
            name: parsed.name,
            params: Params::new(&parsed.generics),
            fields,
        }
    }
}
