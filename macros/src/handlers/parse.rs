//! Reads an impl block, but not the bodies of its methods: they stay tokens, so that code
//! that is being typed costs nobody their handle.

use super::{mark, unmarked};
use crate::args::{self, Keys};
use crate::errors::Errors;
use crate::span;
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::parse::{Parse, ParseStream};
use syn::{
    Attribute, Generics, Meta, Path, Signature, Token, Type, Visibility, WhereClause, token,
};

const KEYS: Keys = Keys {
    attribute: "`#[actor]` on an impl block",
    known: &["docs", "crate"],
    planned: &[],
    meant: &[],
    elsewhere: &[(
        &[
            "hibernate_after",
            "hibernate",
            "freeze_after",
            "mailbox",
            "overflow",
            "on_restart",
            "name",
        ],
        "on the struct",
    )],
};

/// What rust-analyzer gives macros in the place of what it can't read.
const LEFT_OUT: &str = "__ra_fixup";

/// What `#[actor(..)]` said.
pub(super) struct Options {
    pub(super) krate: Path,
    /// Whether rustdoc shows the handlers.
    pub(super) docs: bool,
}

pub(super) fn options(tokens: TokenStream, errors: &mut Errors) -> Options {
    let mut options = Options {
        krate: args::default_crate(),
        docs: true,
    };
    for arg in args::read(tokens, &KEYS, errors) {
        if arg.key == "docs" {
            options.docs = arg.flag(errors);
        } else if let Some(path) = arg.path(errors) {
            options.krate = path;
        }
    }
    options
}

pub(super) struct ImplBlock {
    attrs: Vec<Attribute>,
    /// `default`, `unsafe`
    qualifiers: TokenStream,
    pub(super) impl_token: Token![impl],
    pub(super) generics: Generics,
    /// What stands before `for`.
    pub(super) trait_: Option<(TokenStream, Token![for])>,
    pub(super) self_ty: Type,
    brace: token::Brace,
    inner_attrs: Vec<Attribute>,
    pub(super) items: Vec<Item>,
}

pub(super) enum Item {
    Method(Box<Method>),
    /// With the first of our marks, where a constant or a type has one.
    Other(TokenStream, Option<Path>),
}

pub(super) struct Method {
    pub(super) attrs: Vec<Attribute>,
    pub(super) vis: Visibility,
    pub(super) sig: Signature,
    /// Nothing but a `;` while it is being typed: the compiler says so. Where rust-analyzer can't read it, a word of its own.
    body: TokenTree,
    /// Whether it is a message: then clippy must not ask for borrowed arguments or `const`.
    pub(super) is_message: bool,
}

impl ImplBlock {
    /// Whether there are handlers in it.
    pub(super) fn has_marks(&self, krate: &Path) -> bool {
        self.items.iter().any(|item| match item {
            Item::Method(method) => {
                let mut attrs = method.attrs.iter();
                attrs.any(|attr| mark::is_mark(attr.path(), krate))
            }
            Item::Other(..) => false,
        })
    }

    /// Goes on as the actor's own block, where a trait's was taken for it. Whether it can be the one of its handlers.
    pub(super) fn becomes_inherent(&mut self) -> bool {
        self.trait_ = None;
        let is_only = !unmarked::has_block_of_its_own(self);
        self.items
            .retain(|item| is_only && matches!(item, Item::Method(_)));
        is_only
    }
}

impl Parse for ImplBlock {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attrs = input.call(Attribute::parse_outer)?;
        let mut qualifiers = TokenStream::new();
        while !input.peek(Token![impl]) {
            input.parse::<TokenTree>()?.to_tokens(&mut qualifiers);
        }
        let impl_token = input.parse()?;
        let mut generics: Generics = if input.peek(Token![<]) {
            input.parse()?
        } else {
            Generics::default()
        };
        let negative: Option<Token![!]> = input.parse()?;
        let mut self_ty: Type = input.parse()?;
        let mut trait_ = None;
        if input.peek(Token![for]) {
            let mut name = negative.to_token_stream();
            self_ty.to_tokens(&mut name);
            trait_ = Some((name, input.parse()?));
            self_ty = input.parse()?;
        }
        generics.where_clause = input.parse::<Option<WhereClause>>()?;
        let content;
        let brace = syn::braced!(content in input);
        let inner_attrs = content.call(Attribute::parse_inner)?;
        let mut items = Vec::new();
        while !content.is_empty() {
            items.push(content.parse()?);
        }
        Ok(Self {
            attrs,
            qualifiers,
            impl_token,
            generics,
            trait_,
            self_ty,
            brace,
            inner_attrs,
            items,
        })
    }
}

impl Parse for Item {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let ahead = input.fork();
        if let Ok(method) = ahead.parse::<Method>() {
            syn::parse::discouraged::Speculative::advance_to(input, &ahead);
            return Ok(Self::Method(Box::new(method)));
        }
        other(input).map(|(tokens, mark)| Self::Other(tokens, mark))
    }
}

/// Everything that is no readable method, up to its end.
fn other(input: ParseStream<'_>) -> syn::Result<(TokenStream, Option<Path>)> {
    let mut tokens = TokenStream::new();
    let mut is_method = false;
    // A constant's value may contain braces; only its semicolon ends it.
    let mut ends_at_brace = true;
    while !input.is_empty() {
        let token: TokenTree = input.parse()?;
        let ends = match &token {
            TokenTree::Group(group) => ends_at_brace && group.delimiter() == Delimiter::Brace,
            TokenTree::Punct(punct) => punct.as_char() == ';',
            TokenTree::Ident(word) => {
                if word == "const" || word == "type" {
                    ends_at_brace = false;
                } else if word == "fn" {
                    ends_at_brace = true;
                    is_method = true;
                }
                false
            }
            TokenTree::Literal(_) => false,
        };
        token.to_tokens(&mut tokens);
        if ends {
            break;
        }
    }
    let (tokens, mark) = unmarked(tokens);
    Ok((tokens, mark.filter(|_| !is_method && !ends_at_brace)))
}

/// Without our marks, which would say that there is no `#[actor]` around them, and the first of these.
fn unmarked(tokens: TokenStream) -> (TokenStream, Option<Path>) {
    let mut kept = TokenStream::new();
    let mut first = None;
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let mark = match (&token, tokens.peek()) {
            (TokenTree::Punct(sign), Some(TokenTree::Group(group))) if sign.as_char() == '#' => {
                marks(group)
            }
            _ => None,
        };
        if let Some(mark) = mark {
            tokens.next();
            first = first.or(Some(mark));
        } else {
            kept.extend([token]);
        }
    }
    (kept, first)
}

fn marks(group: &Group) -> Option<Path> {
    let meta = syn::parse2::<Meta>(group.stream()).ok()?;
    let is_mark = group.delimiter() == Delimiter::Bracket && mark::is_named_as_one(meta.path());
    is_mark.then(|| meta.path().clone())
}

impl Parse for Method {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attrs = input.call(Attribute::parse_outer)?;
        let vis = input.parse()?;
        let sig = input.parse()?;
        let is_left_out = input
            .cursor()
            .ident()
            .is_some_and(|(word, _)| word == LEFT_OUT);
        if !input.peek(token::Brace) && !input.peek(Token![;]) && !is_left_out {
            return Err(syn::Error::new(input.span(), ""));
        }
        let body = input.parse()?;
        Ok(Self {
            attrs,
            vis,
            sig,
            body,
            is_message: false,
        })
    }
}

impl ToTokens for ImplBlock {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        for attr in &self.attrs {
            attr.to_tokens(tokens);
        }
        self.qualifiers.to_tokens(tokens);
        // Of an unknown type, which messages mention as well, the compiler says the same of both then, and so once: where
        // the user's own word is, it would propose a parameter of that name behind it.
        Token![impl](span::at(self.impl_token.span)).to_tokens(tokens);
        self.generics.to_tokens(tokens);
        if let Some((name, for_token)) = &self.trait_ {
            name.to_tokens(tokens);
            for_token.to_tokens(tokens);
        }
        self.self_ty.to_tokens(tokens);
        self.generics.where_clause.to_tokens(tokens);
        self.brace.surround(tokens, |tokens| {
            for attr in &self.inner_attrs {
                attr.to_tokens(tokens);
            }
            for item in &self.items {
                match item {
                    Item::Method(method) => method.to_tokens(tokens),
                    Item::Other(other, _) => other.to_tokens(tokens),
                }
            }
        });
    }
}

impl ToTokens for Method {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        for attr in &self.attrs {
            attr.to_tokens(tokens);
        }
        if self.is_message {
            // What the attribute asks of a handler is not for the user to change.
            tokens.extend(quote! {
                #[allow(
                    clippy::missing_const_for_fn,
                    clippy::needless_pass_by_value,
                    clippy::trivially_copy_pass_by_ref,
                    clippy::unused_self
                )]
            });
        }
        self.vis.to_tokens(tokens);
        self.sig.to_tokens(tokens);
        self.body.to_tokens(tokens);
    }
}
