//! A supervisor and its children, as the expansion sees them.

use super::parse::{self, ChildArgs, Named, StartArg};
use super::required::required;
use super::{bail, check, start};
use crate::args;
use crate::beside;
use crate::errors::Errors;
use crate::generics::Params;
use crate::handle;
use crate::handlers::conditional;
use crate::types;
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, format_ident};
use syn::punctuated::Punctuated;
use syn::{
    Attribute, Expr, ExprLit, Field, Fields, Ident, ItemStruct, Lit, LitStr, Pat, Path, Type,
    Visibility, parse_quote,
};

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Strategy {
    OneForOne,
    OneForAll,
    RestForOne,
    SimpleOneForOne,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum AutoShutdown {
    Never,
    AnySignificant,
    AllSignificant,
}

/// What `#[supervisor(..)]` said.
pub(super) struct Options {
    pub(super) krate: Path,
    pub(super) strategy_key: Option<Ident>,
    pub(super) strategy: Strategy,
    pub(super) strategy_value: TokenStream,
    /// Children have specifications of their own.
    pub(super) dynamic_key: Option<Ident>,
    pub(super) intensity: Option<TokenStream>,
    pub(super) period: Option<TokenStream>,
    pub(super) auto_shutdown_key: Option<Ident>,
    /// Where its value is.
    pub(super) auto_shutdown_at: Span,
    /// `None` where it was reported.
    pub(super) auto_shutdown: Option<AutoShutdown>,
    pub(super) auto_hibernation_key: Option<Ident>,
    pub(super) auto_hibernation_is_bare: bool,
    /// `Some(None)`: switched off.
    pub(super) auto_hibernation: Option<Option<TokenStream>>,
    pub(super) hibernate_after_key: Option<Ident>,
    pub(super) hibernate_after: Option<Option<TokenStream>>,
    pub(super) max_children_key: Option<Ident>,
    pub(super) max_children: Option<TokenStream>,
    pub(super) partitions: Option<Partitions>,
    /// Whether rustdoc shows the tree.
    pub(super) docs: bool,
    /// The warnings that are not given.
    pub(super) allow: Vec<&'static str>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            krate: args::default_crate(),
            strategy_key: None,
            strategy: Strategy::OneForOne,
            strategy_value: TokenStream::new(),
            dynamic_key: None,
            intensity: None,
            period: None,
            auto_shutdown_key: None,
            auto_shutdown_at: Span::call_site(),
            auto_shutdown: Some(AutoShutdown::Never),
            auto_hibernation_key: None,
            auto_hibernation_is_bare: false,
            auto_hibernation: None,
            hibernate_after_key: None,
            hibernate_after: None,
            max_children_key: None,
            max_children: None,
            partitions: None,
            docs: true,
            allow: Vec::new(),
        }
    }
}

/// `partitions = 8`
pub(super) struct Partitions {
    pub(super) key: Ident,
    /// Left out, or reported: one per core.
    pub(super) count: Option<TokenStream>,
}

pub(super) struct Supervisor {
    pub(super) options: Options,
    pub(super) vis: Visibility,
    pub(super) name: Ident,
    pub(super) handle: Ident,
    pub(super) params: Params,
    /// What is taken for granted of the parameters, asked once.
    pub(super) questions: TokenStream,
    /// The struct without its children.
    pub(super) item: TokenStream,
    /// The fields that stay.
    pub(super) plain: Vec<Plain>,
    pub(super) marks: handle::Marks,
    pub(super) bailing: bail::Names,
    /// Whether the user derives `Default`.
    pub(super) derives_default: bool,
    pub(super) children: Vec<Child>,
}

pub(super) struct Plain {
    pub(super) name: Ident,
    pub(super) cfgs: Vec<Attribute>,
}

pub(super) struct Child {
    pub(super) name: Ident,
    pub(super) vis: Visibility,
    pub(super) docs: Vec<Attribute>,
    /// Its type may be deprecated.
    pub(super) is_deprecated: bool,
    pub(super) ty: Type,
    /// What the start of a partition calls its number.
    pub(super) number: Option<Pat>,
    pub(super) start: Start,
    pub(super) restart: Option<&'static str>,
    pub(super) restart_is_unreadable: bool,
    pub(super) shutdown: Option<TokenStream>,
    /// The key, where it is.
    pub(super) significant: Option<Ident>,
    pub(super) backoff_key: Option<Ident>,
    pub(super) backoff: Option<TokenStream>,
    pub(super) start_timeout: Option<TokenStream>,
    /// The value of `shutdown`, where it is this one.
    pub(super) brutal_kill: Option<Ident>,
    /// The key, where it is.
    pub(super) drain: Option<Ident>,
    pub(super) registered: Option<Registered>,
    /// What its type says is not shown by rustdoc.
    pub(super) is_not_looked_up: bool,
}

/// The name that a child is registered under.
pub(super) enum Registered {
    /// Known beforehand.
    Literal(LitStr),
    /// Made at each start.
    Expr(TokenStream),
}

pub(super) enum Start {
    /// `Default`
    Default,
    Expr {
        value: TokenStream,
        awaits: bool,
    },
    Closure(Closure),
    /// Reported; starts nothing, whatever it is asked to take.
    Broken(Vec<Parameter>),
}

impl Start {
    /// Takes the same, and starts nothing.
    fn broken(self) -> Self {
        match self {
            Self::Closure(closure) => Self::Broken(closure.parameters),
            Self::Broken(parameters) => Self::Broken(parameters),
            Self::Default | Self::Expr { .. } => Self::Broken(Vec::new()),
        }
    }
}

pub(super) struct Closure {
    pub(super) parameters: Vec<Parameter>,
    pub(super) output: Option<Type>,
    pub(super) body: TokenStream,
    pub(super) awaits: bool,
}

#[derive(Clone)]
pub(super) struct Parameter {
    pub(super) name: Ident,
    pub(super) pattern: Pat,
    /// `None` where the type is missing or wrong, and reported.
    pub(super) ty: Option<Type>,
}

impl Supervisor {
    pub(super) fn new(mut item: ItemStruct, options: Options, errors: &mut Errors) -> Self {
        let mut children = Vec::new();
        let mut plain = Vec::new();
        let marks = handle::Marks::new(&item.attrs);
        if let Fields::Named(fields) = &mut item.fields {
            let mut kept = Punctuated::new();
            for mut field in std::mem::take(&mut fields.named) {
                let attr = child_attr(&mut field, &options.krate, errors);
                match (attr, field.ident.clone()) {
                    (Some(attr), Some(name)) => {
                        let args = parse::child(&attr, &options.krate, errors);
                        let is_new = check::child::is_new(&name, &children, &plain, errors);
                        let child = child(name, field, args, &options, errors);
                        children.extend(is_new.then_some(child));
                    }
                    (_, name) => {
                        if let Some(name) = &name {
                            check::child::is_new(name, &children, &[], errors);
                        }
                        plain.extend(name.map(|name| Plain {
                            name,
                            cfgs: named(&field.attrs, "cfg"),
                        }));
                        kept.push(field);
                    }
                }
            }
            fields.named = kept;
        }
        let text = beside::text_around(&item.ident, "struct");
        let text = text.as_deref();
        let own = Params::new(&item.generics);
        let (params, questions) = match required(&item.ident, &item.generics, &children, text) {
            Some((generics, questions)) => (own.requiring(&generics), questions),
            None => (own, TokenStream::new()),
        };
        let params = params.outliving();
        for child in &mut children {
            let is_sound = check::child::is_marked(&item.ident, &params, &child.ty, text, errors)
                && check::child::has_arguments(&item.ident, &child.ty, text, errors);
            if !is_sound {
                child.ty = nobody(&options.krate);
                let start = std::mem::replace(&mut child.start, Start::Default);
                child.start = start.broken();
            }
        }
        Self {
            options,
            vis: item.vis.clone(),
            handle: handle::of(&item.ident, "struct"),
            name: item.ident.clone(),
            params,
            questions,
            marks,
            bailing: bail::Names::in_file(text),
            derives_default: derives_default(&item.attrs),
            item: item.into_token_stream(),
            plain,
            children,
        }
    }

    /// For what cannot have children: a name to mention.
    pub(super) fn childless(named: Named, options: Options) -> Self {
        Self {
            options: Options {
                strategy: Strategy::OneForOne,
                dynamic_key: None,
                partitions: None,
                ..options
            },
            vis: named.vis,
            handle: format_ident!("{}Ref", named.name),
            name: named.name,
            params: Params::new(&named.generics).outliving(),
            questions: TokenStream::new(),
            item: named.item,
            plain: Vec::new(),
            marks: handle::Marks::new(&[]),
            bailing: bail::Names::in_file(None),
            derives_default: true,
            children: Vec::new(),
        }
    }

    /// Whether its children come and go at run time.
    pub(super) fn is_dynamic(&self) -> bool {
        self.options.strategy == Strategy::SimpleOneForOne || self.takes_specs()
    }

    /// How many children there are of the one that is declared, if it stands for many.
    pub(super) fn partitions(&self) -> Option<&Partitions> {
        self.options.partitions.as_ref()
    }

    /// Whether these have specifications of their own.
    pub(super) fn takes_specs(&self) -> bool {
        self.options.dynamic_key.is_some()
    }
}

/// Takes `#[child]` off a field.
fn child_attr(field: &mut Field, krate: &Path, errors: &mut Errors) -> Option<Attribute> {
    for attr in &mut field.attrs {
        if let Some(mark) = conditional(attr, |path| is_child(path, krate)) {
            check::child_attributes(std::slice::from_ref(attr), errors);
            *attr = parse_quote!(#[#mark]);
        }
    }
    let (marks, others): (Vec<Attribute>, Vec<Attribute>) = std::mem::take(&mut field.attrs)
        .into_iter()
        .partition(|attr| is_child(attr.path(), krate));
    field.attrs = others;
    check::one_child_attr(&marks, errors);
    marks.into_iter().next()
}

/// `#[child]`, or `#[dormouse::child]`.
fn is_child(path: &Path, krate: &Path) -> bool {
    let mut names = path.segments.iter().rev().map(|segment| &segment.ident);
    let child = names.next().is_some_and(|name| name == "child");
    let from = krate.segments.last().map(|segment| &segment.ident);
    child && names.next().is_none_or(|prefix| Some(prefix) == from)
}

fn named(attrs: &[Attribute], name: &str) -> Vec<Attribute> {
    attrs
        .iter()
        .filter(|attr| attr.path().is_ident(name))
        .cloned()
        .collect()
}

fn derives_default(attrs: &[Attribute]) -> bool {
    attrs
        .iter()
        .filter(|attr| attr.path().is_ident("derive"))
        .any(|attr| {
            let mut found = false;
            // What cannot be read is for `derive` itself to report.
            let _ = attr.parse_nested_meta(|meta| {
                found |= meta
                    .path
                    .segments
                    .last()
                    .is_some_and(|last| last.ident == "Default");
                Ok(())
            });
            found
        })
}

fn child(
    name: Ident,
    field: Field,
    args: ChildArgs,
    options: &Options,
    errors: &mut Errors,
) -> Child {
    check::child_attributes(&field.attrs, errors);
    let mut number = None;
    let start = match args.start {
        StartArg::None => Start::Default,
        StartArg::Broken => Start::Broken(Vec::new()),
        StartArg::Expr(value) if !check::awaits_itself(&value, "this", errors) => {
            Start::Broken(Vec::new())
        }
        StartArg::Expr(value) => start::expression(value),
        StartArg::Closure(written) if options.partitions.is_some() => {
            number = check::partitions::number(&written, errors);
            start::partition(&written, errors)
        }
        StartArg::Closure(written) if options.strategy != Strategy::SimpleOneForOne => {
            check::closure_on_static(&written, errors);
            Start::Broken(Vec::new())
        }
        StartArg::Closure(written) => start::closure(&written, errors),
    };
    let (ty, start) = match check::child::one_child(&name, &field.ty, errors) {
        Some(inner) if check::child::is_of_the_language(&inner) => {
            (nobody(&options.krate), Start::Broken(Vec::new()))
        }
        Some(inner) => (inner, Start::Broken(Vec::new())),
        None if check::child::can_be_one(&field.ty, errors) => (types::grouped(field.ty), start),
        None => (nobody(&options.krate), Start::Broken(Vec::new())),
    };
    Child {
        docs: named(&field.attrs, "doc"),
        is_deprecated: field.attrs.iter().any(handle::is_deprecated),
        name,
        vis: field.vis,
        ty,
        number,
        start,
        restart: args.restart,
        restart_is_unreadable: args.restart_is_unreadable,
        shutdown: args.shutdown,
        significant: args.significant,
        backoff_key: args.backoff_key,
        backoff: args.backoff,
        start_timeout: args.start_timeout,
        brutal_kill: args.brutal_kill,
        drain: args.drain,
        is_not_looked_up: args.is_not_looked_up,
        registered: args.name.and_then(|name| registered(name, options, errors)),
    }
}

/// Stands for a child that cannot be one.
fn nobody(krate: &Path) -> Type {
    syn::parse_quote!(#krate::__private::Nobody)
}

fn registered(name: Expr, options: &Options, errors: &mut Errors) -> Option<Registered> {
    match name {
        Expr::Lit(ExprLit {
            lit: Lit::Str(text),
            ..
        }) => {
            let dynamic = options.strategy == Strategy::SimpleOneForOne;
            let partitioned = options.partitions.is_some();
            let differs = match (partitioned, dynamic) {
                (true, _) => check::partitions::name(&text, errors),
                (false, true) => check::name_of_many(&text, errors),
                (false, false) => true,
            };
            differs.then_some(Registered::Literal(text))
        }
        made => {
            let value = made.into_token_stream();
            check::made_at_once(&value, errors).then_some(Registered::Expr(value))
        }
    }
}
