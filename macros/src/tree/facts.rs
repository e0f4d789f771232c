//! What the attributes tell each other, as tokens.

use super::registry::Id;
use crate::args::may_be_used;
use proc_macro2::{Group, TokenStream};
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Attribute, Ident, LitBool, LitInt, LitStr, Path, Token, Type, bracketed, parenthesized};

/// `::dormouse, actor(..)`, `::dormouse, supervisor(..)`, `::dormouse, handlers(..)`
pub(super) struct Facts {
    pub(super) krate: Path,
    pub(super) said: Said,
}

pub(super) enum Said {
    /// `actor("hibernates after 30s", ("mailbox", "100"), ..)`
    Actor {
        /// Empty where it does not hibernate by itself.
        idle: String,
        options: Vec<(String, String)>,
    },
    /// `supervisor("one_for_one", ["1 restart in 5s"], ("store", "transient", Store), ..)`
    Supervisor {
        strategy: String,
        words: Vec<String>,
        children: Vec<Child>,
    },
    /// `handlers(Session, (pub "store", "call", "turn: Turn", "usize", "always"), ..)`
    Handlers { path: Path, rows: Vec<Conditional> },
}

pub(super) struct Child {
    pub(super) id: String,
    /// Empty where it is as left out.
    pub(super) restart: String,
    pub(super) ty: Type,
    /// `docs = false`
    pub(super) is_opaque: bool,
}

/// A handler under its own `cfg`.
pub(super) struct Conditional {
    /// What is in the parentheses of each.
    pub(super) cfgs: Vec<TokenStream>,
    pub(super) row: TokenStream,
}

pub(super) struct HandlerRow {
    /// The handle has a public method of that name.
    pub(super) has_method: bool,
    /// `#[doc(hidden)]`
    pub(super) is_hidden: bool,
    pub(super) name: String,
    pub(super) mark: String,
    pub(super) arguments: String,
    pub(super) reply: String,
    /// Empty where it does not.
    pub(super) hibernates: String,
    pub(super) period: Option<Period>,
}

/// Of an interval.
pub(super) enum Period {
    Milliseconds(u64),
    Expression(String),
}

/// What a type is looked up for.
pub(super) enum What {
    /// `child 17 0`: as the first of what that supervisor looks up.
    Child(Id, usize),
    /// `handlers 3`: how many there are.
    Handlers(usize),
    /// `handler 0 (..)`; without a row where a `cfg` left it out.
    Handler(usize, Option<HandlerRow>),
}

/// `17 child 3 0`: that node is it.
pub(super) struct Known {
    pub(super) node: Id,
    pub(super) what: What,
}

/// `{ ::dormouse::__private::found } child 3 0`: nothing is.
pub(super) struct Unknown {
    pub(super) what: What,
}

/// `::dormouse, 17, 0`
pub(super) struct Page {
    pub(super) krate: Path,
    pub(super) node: Id,
    pub(super) round: u32,
}

/// The path of the runtime, as generated code uses it.
fn krate(input: ParseStream<'_>) -> syn::Result<Path> {
    let path: Path = input.parse()?;
    if may_be_used(&path) {
        Ok(path)
    } else {
        Err(input.error("no path of a crate"))
    }
}

impl Parse for Facts {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let krate = krate(input)?;
        input.parse::<Token![,]>()?;
        let kind: Ident = input.parse()?;
        let list;
        parenthesized!(list in input);
        let said = match kind.to_string().as_str() {
            "actor" => Said::Actor {
                idle: text(&list)?,
                options: rest(&list)?,
            },
            "supervisor" => Said::Supervisor {
                strategy: text(&list)?,
                words: words(&list)?,
                children: rest(&list)?,
            },
            _ => {
                let path = list.parse()?;
                list.parse::<Option<Token![,]>>()?;
                let rows = rest(&list)?;
                Said::Handlers { path, rows }
            }
        };
        Ok(Self { krate, said })
    }
}

/// Text, and the comma after it.
fn text(input: ParseStream<'_>) -> syn::Result<String> {
    let text: LitStr = input.parse()?;
    input.parse::<Option<Token![,]>>()?;
    Ok(text.value())
}

/// `["..", ".."]`, and the comma after it.
fn words(input: ParseStream<'_>) -> syn::Result<Vec<String>> {
    let list;
    bracketed!(list in input);
    let words = Punctuated::<LitStr, Token![,]>::parse_terminated(&list)?;
    input.parse::<Option<Token![,]>>()?;
    Ok(words.iter().map(LitStr::value).collect())
}

trait Entry: Sized {
    fn entry(input: ParseStream<'_>) -> syn::Result<Self>;
}

fn rest<T: Entry>(input: ParseStream<'_>) -> syn::Result<Vec<T>> {
    Ok(
        Punctuated::<T, Token![,]>::parse_terminated_with(input, T::entry)?
            .into_iter()
            .collect(),
    )
}

impl Entry for (String, String) {
    fn entry(input: ParseStream<'_>) -> syn::Result<Self> {
        let list;
        parenthesized!(list in input);
        Ok((text(&list)?, text(&list)?))
    }
}

impl Entry for Child {
    fn entry(input: ParseStream<'_>) -> syn::Result<Self> {
        let list;
        parenthesized!(list in input);
        let (id, restart) = (text(&list)?, text(&list)?);
        let is_opaque = list.peek2(Token![=]);
        if is_opaque {
            list.parse::<Ident>()?;
            list.parse::<Token![=]>()?;
            list.parse::<LitBool>()?;
            list.parse::<Token![,]>()?;
        }
        Ok(Self {
            id,
            restart,
            ty: list.parse()?,
            is_opaque,
        })
    }
}

impl Entry for Conditional {
    fn entry(input: ParseStream<'_>) -> syn::Result<Self> {
        let cfgs = input.call(Attribute::parse_outer)?;
        let list;
        parenthesized!(list in input);
        Ok(Self {
            cfgs: cfgs
                .iter()
                .map(|cfg| Ok(cfg.meta.require_list()?.tokens.clone()))
                .collect::<syn::Result<_>>()?,
            row: list.parse()?,
        })
    }
}

impl Parse for HandlerRow {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        Ok(Self {
            has_method: input.parse::<Option<Token![pub]>>()?.is_some(),
            is_hidden: input.parse::<Option<Token![_]>>()?.is_some(),
            name: text(input)?,
            mark: text(input)?,
            arguments: text(input)?,
            reply: text(input)?,
            hibernates: text(input)?,
            period: if input.is_empty() {
                None
            } else if input.peek(LitInt) {
                Some(Period::Milliseconds(
                    input.parse::<LitInt>()?.base10_parse()?,
                ))
            } else {
                Some(Period::Expression(text(input)?))
            },
        })
    }
}

impl Parse for What {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let what: Ident = input.parse()?;
        Ok(match what.to_string().as_str() {
            "child" => Self::Child(id(input)?, number(input)?),
            "handlers" => Self::Handlers(number(input)?),
            _ => {
                let (index, row) = (number(input)?, input.parse::<Option<Group>>()?);
                let row = row.map(|row| syn::parse2(row.stream())).transpose()?;
                Self::Handler(index, row)
            }
        })
    }
}

fn id(input: ParseStream<'_>) -> syn::Result<Id> {
    number(input).map(Id)
}

fn number(input: ParseStream<'_>) -> syn::Result<usize> {
    input.parse::<LitInt>()?.base10_parse()
}

impl Parse for Known {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        Ok(Self {
            node: id(input)?,
            what: input.parse()?,
        })
    }
}

impl Parse for Unknown {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        input.parse::<Group>()?;
        let what = input.parse()?;
        Ok(Self { what })
    }
}

impl Parse for Page {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let krate = krate(input)?;
        input.parse::<Token![,]>()?;
        let node = id(input)?;
        input.parse::<Token![,]>()?;
        let round = input.parse::<LitInt>()?.base10_parse()?;
        Ok(Self { krate, node, round })
    }
}
