//! The handlers of an actor, as the expansion sees them.

use super::check;
use super::hooks::Hooks;
use super::mark::{Mark, mark};
use super::other;
use super::parse::{ImplBlock, Item, Method};
use super::reply::{self, Reply};
use super::way::{self, Way};
use crate::errors::Errors;
use crate::generics::Params;
use crate::types;
use crate::{beside, doubled};
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, format_ident};
use syn::ext::IdentExt as _;
use syn::spanned::Spanned as _;
use syn::{
    Attribute, FnArg, GenericArgument, Generics, Ident, Pat, PatType, Path, PathArguments,
    ReturnType, Type, Visibility,
};

pub(super) struct Handlers {
    pub(super) krate: Path,
    pub(super) self_ty: Type,
    pub(super) handle: Handle,
    pub(super) params: Params,
    pub(super) handlers: Vec<Handler>,
    /// Those with errors: only their names and types are known.
    pub(super) broken: Vec<Broken>,
    pub(super) stop: Option<Stop>,
    /// How the actor is shown.
    pub(super) format_status: Option<Ident>,
    pub(super) hooks: Hooks,
    /// All of the block's signatures, to look for names.
    pub(super) written: TokenStream,
}

/// The newtype of the handle, without its route.
pub(super) struct Handle {
    pub(super) path: TokenStream,
    pub(super) arguments: Vec<GenericArgument>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Call,
    Cast,
    Every,
    Info,
    /// The hook that each incarnation begins with.
    Start,
}

impl Kind {
    /// Whether the handle has a method for it.
    pub(super) fn has_method(self) -> bool {
        matches!(self, Self::Call | Self::Cast)
    }
}

pub(super) struct Handler {
    pub(super) kind: Kind,
    pub(super) vis: Visibility,
    pub(super) name: Ident,
    pub(super) docs: Vec<Attribute>,
    pub(super) deprecated: Vec<Attribute>,
    pub(super) cfgs: Vec<Attribute>,
    pub(super) is_async: bool,
    pub(super) arguments: Vec<Argument>,
    pub(super) reply: Reply,
    /// Of an interval.
    pub(super) period: Option<TokenStream>,
    pub(super) way: Way,
}

impl Handler {
    /// The type of the value that an `#[info]` handler takes.
    pub(super) fn info(&self) -> Option<&Type> {
        if self.kind != Kind::Info {
            return None;
        }
        self.arguments.iter().find_map(|argument| match argument {
            Argument::Value { ty, .. } => Some(ty),
            Argument::Context(..) | Argument::Reply { .. } => None,
        })
    }
}

pub(super) enum Argument {
    /// Travels in the message.
    Value { name: Ident, ty: Type },
    /// Made where the handler runs.
    Context(Passing, Span),
    /// The way back of this call, by which the handler answers.
    Reply { ty: Type },
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Passing {
    Owned,
    Shared,
    Exclusive,
}

/// A handler with errors.
pub(super) struct Broken {
    pub(super) kind: Kind,
    pub(super) vis: Visibility,
    pub(super) name: Ident,
    pub(super) generics: Generics,
    pub(super) arguments: Vec<(Ident, Type)>,
    pub(super) reply: Reply,
    pub(super) interfaces: Vec<Path>,
}

/// The method that runs when the actor ends.
pub(super) struct Stop {
    pub(super) name: Ident,
    pub(super) is_async: bool,
    pub(super) fallible: bool,
    /// Where what it returns is written.
    pub(super) returns: Span,
    pub(super) arguments: Vec<StopArgument>,
}

pub(super) enum StopArgument {
    Reason,
    Context(Passing, Span),
}

impl Handlers {
    /// Takes the marks off the block; `None` when the block cannot belong to an actor.
    pub(super) fn new(
        block: &mut ImplBlock,
        generics: &Generics,
        krate: Path,
        errors: &mut Errors,
    ) -> Option<Self> {
        let mut usable = check::block(block, &krate, errors);
        if block.trait_.is_some() && block.has_marks(&krate) {
            usable = block.becomes_inherent();
        }
        let mut handlers: Vec<Handler> = Vec::new();
        let mut broken: Vec<Broken> = Vec::new();
        let mut stop: Option<Stop> = None;
        let mut format_status: Option<Ident> = None;
        let mut hooks = Hooks::default();
        let mut written = block.generics.to_token_stream();
        let doubled = doubled(block);
        for item in &mut block.items {
            let method = match item {
                Item::Method(method) => method,
                Item::Other(_, mark) => {
                    check::marks_a_method(mark.as_ref(), errors);
                    continue;
                }
            };
            method.sig.to_tokens(&mut written);
            match mark(method, &krate, errors) {
                Some(Mark::Handler(kind, period, way)) => {
                    let doubled = doubled.contains(&method.sig.ident.unraw().to_string());
                    match handler(method, kind, period, way, doubled, errors) {
                        Ok(handler) if is_new(&handler, &handlers) => {
                            if check::one_start(&handler, &handlers, errors)
                                && other::one_for_the_others(&handler, &handlers, errors)
                                && check::one_handler_per_info(&handler, &handlers, errors)
                            {
                                handlers.push(handler);
                            }
                        }
                        Ok(_) => {}
                        Err(stub) => broken.extend(stub),
                    }
                }
                Some(Mark::Stop) => {
                    let hook = hook(method, errors)
                        .filter(|hook| !doubled.contains(&hook.name.unraw().to_string()));
                    if stop.is_some() {
                        check::second_stop(&method.sig.ident, errors);
                    } else {
                        stop = hook;
                    }
                }
                Some(Mark::FormatStatus) => {
                    let shown = check::format_status(method, format_status.is_some(), errors);
                    let shown = shown.filter(|name| !doubled.contains(&name.unraw().to_string()));
                    format_status = shown.or(format_status);
                }
                Some(Mark::Hook(moment)) => hooks.add(moment, method, errors),
                None => {}
            }
        }
        if !usable {
            return None;
        }
        Some(Self {
            krate,
            handle: handle(&block.self_ty)?,
            self_ty: block.self_ty.clone(),
            params: Params::new(generics).outliving(),
            handlers,
            broken,
            stop,
            format_status,
            hooks,
            written,
        })
    }
}

impl Handlers {
    /// The same where the methods are not there.
    pub(super) fn without_methods(mut self) -> Self {
        let handlers = std::mem::take(&mut self.handlers);
        self.broken.extend(handlers.into_iter().map(Broken::from));
        self.stop = None;
        self.format_status = None;
        self.hooks = Hooks::default();
        self
    }
}

impl From<Handler> for Broken {
    fn from(handler: Handler) -> Self {
        let value = |argument| match argument {
            Argument::Value { name, ty } => Some((name, ty)),
            Argument::Context(..) | Argument::Reply { .. } => None,
        };
        Self {
            kind: handler.kind,
            vis: handler.vis,
            name: handler.name,
            generics: Generics::default(),
            arguments: handler.arguments.into_iter().filter_map(value).collect(),
            reply: handler.reply,
            interfaces: handler.way.interfaces,
        }
    }
}

/// The methods that another block has as well: that is the compiler's to report, and who calls them knows not which.
fn doubled(block: &ImplBlock) -> Vec<String> {
    let names = block.items.iter().filter_map(|item| match item {
        Item::Method(method) if method.attrs.iter().all(|attr| !attr.path().is_ident("cfg")) => {
            Some(&method.sig.ident)
        }
        _ => None,
    });
    let names: Vec<_> = names.collect();
    let text = beside::neighbour(&block.self_ty).and_then(|name| beside::text_around(name, "impl"));
    text.map_or(Vec::new(), |text| {
        doubled::methods(&text, &block.self_ty, &block.generics, &names)
    })
}

/// Two methods of one name are the compiler's to report, unless a `cfg` leaves one.
fn is_new(handler: &Handler, handlers: &[Handler]) -> bool {
    !handler.cfgs.is_empty() || handlers.iter().all(|earlier| earlier.name != handler.name)
}

/// `Session<T>` has the handle `SessionRef<T, ..>`, in the same place.
fn handle(self_ty: &Type) -> Option<Handle> {
    let Type::Path(ty) = types::bare(self_ty) else {
        return None;
    };
    let mut path = ty.path.clone();
    let is_beside = beside::neighbour(self_ty).is_some();
    let last = path.segments.last_mut()?;
    last.ident = if is_beside {
        crate::handle::of(&last.ident, "impl")
    } else {
        format_ident!("{}Ref", last.ident)
    };
    let arguments = match std::mem::replace(&mut last.arguments, PathArguments::None) {
        PathArguments::AngleBracketed(arguments) => arguments.args.into_iter().collect(),
        _ => Vec::new(),
    };
    Some(Handle {
        path: path.into_token_stream(),
        arguments,
    })
}

fn handler(
    method: &Method,
    kind: Kind,
    period: Option<TokenStream>,
    way: Way,
    is_doubled: bool,
    errors: &mut Errors,
) -> Result<Handler, Option<Broken>> {
    let before = errors.count();
    if check::is_unsized(&method.sig) || !check::starts_a_state(&method.sig, kind, errors) {
        return Err(None);
    }
    check::handler(&method.sig, kind, errors);
    way::awaits(&way, &method.sig, errors);
    other::takes_any(&way, &method.sig, kind, errors);
    let arguments = arguments(method, kind, errors);
    let reply_to = arguments.iter().find_map(Argument::reply_to);
    if reply_to.is_some() {
        way::answers_itself(&way, errors);
    }
    let reply = match reply_to {
        Some(ty) => reply::deferred(&method.sig.output, ty, &method.sig.ident, errors),
        None => reply::read(&method.sig.output, kind, &method.sig.ident, errors),
    };
    if kind == Kind::Start {
        check::unconditional(&attributes(method, "cfg"), "#[start]", errors);
    }
    let sound =
        !is_doubled && errors.count() == before && (kind != Kind::Every || period.is_some());
    match reply {
        Some(reply) if sound => Ok(Handler {
            kind,
            vis: method.vis.clone(),
            name: method.sig.ident.clone(),
            docs: attributes(method, "doc"),
            deprecated: attributes(method, "deprecated"),
            cfgs: attributes(method, "cfg"),
            is_async: method.sig.asyncness.is_some(),
            arguments,
            reply,
            period,
            way,
        }),
        Some(reply) => Err(broken(method, kind, way, arguments, reply)),
        None => Err(None),
    }
}

/// What others may mention of a handler with errors.
fn broken(
    method: &Method,
    kind: Kind,
    way: Way,
    arguments: Vec<Argument>,
    reply: Reply,
) -> Option<Broken> {
    let name = method.sig.ident.clone();
    let named = kind.has_method() && !crate::handle::is_reserved(&name);
    (named || kind == Kind::Info).then(|| Broken {
        kind,
        vis: method.vis.clone(),
        name,
        generics: method.sig.generics.clone(),
        arguments: arguments
            .into_iter()
            .filter_map(|argument| match argument {
                Argument::Value { name, ty } => Some((name, ty)),
                Argument::Context(..) | Argument::Reply { .. } => None,
            })
            .collect(),
        reply,
        interfaces: way.interfaces,
    })
}

pub(super) fn attributes(method: &Method, name: &str) -> Vec<Attribute> {
    method
        .attrs
        .iter()
        .filter(|attr| attr.path().is_ident(name))
        .cloned()
        .collect()
}

fn inputs(method: &Method) -> impl Iterator<Item = &PatType> {
    method.sig.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(input) => Some(input),
        FnArg::Receiver(_) => None,
    })
}

fn arguments(method: &Method, kind: Kind, errors: &mut Errors) -> Vec<Argument> {
    let mut arguments = Vec::new();
    let names = method.sig.inputs.to_token_stream();
    for (index, input) in inputs(method).enumerate() {
        if let Some(passing) = context(&input.ty) {
            arguments.push(Argument::Context(passing, context_at(&input.ty)));
            continue;
        }
        if kind == Kind::Call && is_reply_to(&input.ty) {
            check::reply_to(input, errors);
            let ty = types::unborrowed(&input.ty).clone();
            arguments.push(Argument::Reply { ty });
            continue;
        }
        check::argument(input, kind, errors);
        let name = match &*input.pat {
            Pat::Ident(pat) if pat.subpat.is_none() => pat.ident.clone(),
            _ => crate::handle::free_name(&format!("argument{index}"), &names),
        };
        let ty = (*input.ty).clone();
        arguments.push(Argument::Value { name, ty });
    }
    if kind == Kind::Info {
        check::one_value(&method.sig, errors);
    }
    check::one_context(&method.sig, errors);
    if kind == Kind::Call {
        check::one_reply_to(&method.sig, errors);
    }
    arguments
}

impl Argument {
    /// The type of the way back.
    pub(super) fn reply_to(&self) -> Option<&Type> {
        match self {
            Self::Reply { ty } => Some(ty),
            Self::Value { .. } | Self::Context(..) => None,
        }
    }
}

impl Handler {
    /// Whether it can await `context.hibernate(self)`.
    pub(super) fn may_hibernate_in_place(&self) -> bool {
        let has_context = |argument: &Argument| matches!(argument, Argument::Context(..));
        self.is_async && self.arguments.iter().any(has_context)
    }

    /// Whether it answers by a `ReplyTo`.
    pub(super) fn is_deferred(&self) -> bool {
        self.arguments
            .iter()
            .any(|argument| argument.reply_to().is_some())
    }
}

/// `ReplyTo<..>`, also where it is borrowed, which is an error.
pub(super) fn is_reply_to(ty: &Type) -> bool {
    types::is_named(types::unborrowed(ty), "ReplyTo")
}

/// `Context<..>`, `&Context<..>`, `&mut Context<..>`.
pub(crate) fn context(ty: &Type) -> Option<Passing> {
    match types::bare(ty) {
        Type::Reference(reference) if types::is_named(&reference.elem, "Context") => {
            Some(match reference.mutability {
                Some(_) => Passing::Exclusive,
                None => Passing::Shared,
            })
        }
        other if types::is_named(other, "Context") => Some(Passing::Owned),
        _ => None,
    }
}

/// What is wrong of a context when it is of another actor: that actor, where it is named.
pub(super) fn context_at(ty: &Type) -> Span {
    let Some(context) = types::last(types::unborrowed(ty)) else {
        return ty.span();
    };
    let actor = types::type_arguments(context).first().copied();
    actor.map_or(context.ident.span(), |actor| actor.span())
}

fn hook(method: &Method, errors: &mut Errors) -> Option<Stop> {
    let before = errors.count();
    let fallible = check::hook(&method.sig, errors);
    check::unconditional(&attributes(method, "cfg"), "#[stop]", errors);
    let mut arguments = Vec::new();
    for input in inputs(method) {
        if let Some(passing) = context(&input.ty) {
            arguments.push(StopArgument::Context(passing, context_at(&input.ty)));
        } else if check::is_reason(&input.ty) {
            arguments.push(StopArgument::Reason);
        } else {
            check::stray_stop_argument(input, errors);
        }
    }
    (errors.count() == before).then(|| Stop {
        name: method.sig.ident.clone(),
        is_async: method.sig.asyncness.is_some(),
        fallible,
        returns: match &method.sig.output {
            ReturnType::Type(_, ty) => ty.span(),
            ReturnType::Default => method.sig.ident.span(),
        },
        arguments,
    })
}
