//! What a handler's return type says: the reply, and whether the actor sleeps after it.

use super::model::Kind;
use crate::errors::{Errors, with_help};
use crate::sent;
use crate::text;
use crate::types::{self, without_self};
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::spanned::Spanned;
use syn::{PathSegment, ReturnType, Type};

/// Which of the three forms was written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Plain,
    Hibernate,
    Outcome,
}

/// Where the `Result` stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fallible {
    No,
    /// `Result<Hibernate<T>, E>`; for messages without a reply every `Result`
    Outer,
    /// `Result<T, E>`, `Hibernate<Result<T, E>>`
    Inner,
}

pub(crate) struct Reply {
    pub(crate) form: Form,
    pub(crate) fallible: Fallible,
    /// The second argument of an `Outcome`.
    pub(crate) policy: Option<Type>,
    /// What the caller gets; `None` is `()`.
    pub(crate) value: Option<Type>,
    /// The caller's error; `None` where there is none, or no caller.
    pub(crate) error: Option<TokenStream>,
    /// Where to report what the types say.
    pub(crate) span: Span,
    /// The whole return type.
    pub(crate) written: Option<Type>,
}

impl Reply {
    /// That of a handler without a return type.
    fn nothing(span: Span) -> Self {
        Self {
            form: Form::Plain,
            fallible: Fallible::No,
            policy: None,
            value: None,
            error: None,
            span,
            written: None,
        }
    }

    /// The caller's value, as a type outside of the impl block.
    pub(crate) fn value_type(&self, self_ty: &Type) -> TokenStream {
        self.value_written(self_ty).unwrap_or_else(|| quote!(()))
    }

    /// The caller's error, as a type outside of the impl block.
    pub(crate) fn error_type(&self, self_ty: &Type) -> TokenStream {
        let error = self.error_written(self_ty);
        error.unwrap_or_else(|| quote!(::core::convert::Infallible))
    }

    /// The caller's value, where there is one.
    pub(crate) fn value_written(&self, self_ty: &Type) -> Option<TokenStream> {
        Some(without_self(self.value.as_ref()?, self_ty))
    }

    /// The caller's error, where there can be one.
    pub(crate) fn error_written(&self, self_ty: &Type) -> Option<TokenStream> {
        Some(without_self(self.error.as_ref()?, self_ty))
    }
}

/// Reads the return type; `None` when it is wrong, and reported.
pub(crate) fn read(
    output: &ReturnType,
    kind: Kind,
    name: &syn::Ident,
    errors: &mut Errors,
) -> Option<Reply> {
    let mut reply = Reply::nothing(name.span());
    let ReturnType::Type(_, ty) = output else {
        return Some(reply);
    };
    reply.span = ty.span();
    reply.written = Some((**ty).clone());
    if let Some((borrow, span)) = types::borrow(ty) {
        let (message, help) = match borrow {
            types::Borrow::Reference => (
                "a handler cannot return a borrow: its reply travels to another task",
                "return an owned value, such as `String` or `Vec<T>`",
            ),
            types::Borrow::Impl => (
                "a handler cannot return `impl Trait`: the reply's type must have a name",
                "write the type, or box it",
            ),
        };
        errors.at_span(span, with_help(message, help));
        return None;
    }
    if let Type::Never(never) = types::bare(ty) {
        let message = "a handler returns: what comes after it is another message";
        let help = "leave the return type out; to end the actor, return `Outcome::stop(reason)`";
        errors.at(never, with_help(message, help));
        return None;
    }
    match kind {
        Kind::Call => call(ty, reply, errors),
        Kind::Cast | Kind::Every | Kind::Info | Kind::Start => silent(ty, kind, reply, errors),
    }
}

/// Reads what a handler with a `ReplyTo` answers, and what it returns besides; `None` when one of them is
/// wrong, and reported.
pub(super) fn deferred(
    output: &ReturnType,
    reply_to: &Type,
    name: &syn::Ident,
    errors: &mut Errors,
) -> Option<Reply> {
    let answer = answer(reply_to, errors);
    let mut reply = Reply::nothing(name.span());
    if let ReturnType::Type(_, ty) = output {
        reply.span = ty.span();
        reply.written = Some((**ty).clone());
        let value = match wrapper(ty) {
            Some((form, value, policy)) => {
                reply.form = form;
                reply.policy = policy;
                value
            }
            None => Some(&**ty),
        };
        if value.is_some_and(|value| !types::is_unit(value)) {
            let message = "this handler answers by its `ReplyTo`, and returns nothing";
            let help = "return nothing, `Hibernate` or `Outcome`; or leave the `ReplyTo` out";
            errors.at(ty, with_help(message, help));
            return None;
        }
    }
    let (value, error) = answer?;
    reply.value = Some(value).filter(|value| !types::is_unit(value));
    reply.error = error;
    Some(reply)
}

/// What the caller gets, by a `ReplyTo<T>` or a `ReplyTo<T, E>`.
fn answer(reply_to: &Type, errors: &mut Errors) -> Option<(Type, Option<TokenStream>)> {
    let arguments = types::type_arguments(types::last(reply_to)?);
    let (value, error) = match arguments.as_slice() {
        [value] => (*value, None),
        [value, error] => (*value, Some(error.to_token_stream())),
        // The compiler says that there must be one, or two.
        _ => return None,
    };
    if let Some((form, inner, _)) = wrapper(value) {
        let inner = inner.map_or("()".to_owned(), text::source);
        let form = if form == Form::Hibernate {
            "Hibernate"
        } else {
            "Outcome"
        };
        let message =
            format!("`{form}` says what comes after the handler, and is no part of the answer");
        let help = format!("write `ReplyTo<{inner}>`, and return `{form}`");
        errors.at(value, with_help(message, help));
        return None;
    }
    if types::is_named(value, "Result") {
        let segment = types::last(value)?;
        let written: Vec<String> = types::type_arguments(segment)
            .into_iter()
            .map(text::source)
            .collect();
        let message = "a `ReplyTo` names the value and the error apart";
        let help = match written.as_slice() {
            [value, error] => format!("write `ReplyTo<{value}, {error}>`"),
            _ => "write `ReplyTo<T, Error>`".to_owned(),
        };
        errors.at(value, with_help(message, help));
        return None;
    }
    Some((value.clone(), error))
}

fn call(ty: &Type, mut reply: Reply, errors: &mut Errors) -> Option<Reply> {
    let mut value = Some(types::bare(ty));
    if types::is_named(ty, "Result") {
        let (ok, error) = result(ty, errors)?;
        reply.error = Some(error);
        reply.fallible = Fallible::Inner;
        value = Some(ok);
        if let Some((form, inner, policy)) = wrapper(ok) {
            reply.form = form;
            reply.policy = policy.filter(|policy| is_policy(policy, errors));
            reply.fallible = Fallible::Outer;
            value = inner;
        }
    } else if let Some((form, inner, policy)) = wrapper(ty) {
        reply.form = form;
        reply.policy = policy.filter(|policy| is_policy(policy, errors));
        value = inner;
        if let Some(inner) = inner
            && types::is_named(inner, "Result")
        {
            let (ok, error) = result(inner, errors)?;
            reply.error = Some(error);
            reply.fallible = Fallible::Inner;
            value = Some(ok);
        }
    }
    let value = value.filter(|value| !types::is_unit(value));
    if value.is_some_and(|value| says_it_again(value, errors)) {
        return None;
    }
    reply.value = value.cloned();
    Some(reply)
}

/// What an `Outcome` decides is how its actor sleeps. An error is the business of the value.
fn is_policy(policy: &Type, errors: &mut Errors) -> bool {
    let is_error = |name: &str| name.ends_with("Error") || name == "Box" || name == "str";
    let is_none = match types::bare(policy) {
        Type::Path(_) => {
            let last = types::last(policy);
            let is_error = last.is_some_and(|last| is_error(&last.ident.to_string()));
            is_error || sent::is_of_the_language(policy)
        }
        Type::Reference(_) | Type::Tuple(_) => true,
        _ => false,
    };
    if is_none {
        let message = format!(
            "the second argument of `Outcome` is a policy, as in `Outcome<T, dormouse::Never>`, and not `{}`",
            text::source(policy)
        );
        let help =
            "leave it out; an error that a caller gets stands inside: `Outcome<Result<T, E>>`";
        errors.at(policy, with_help(message, help));
    }
    !is_none
}

/// What comes next is said by one type.
fn says_it_again(value: &Type, errors: &mut Errors) -> bool {
    let again = wrapper(value).and(types::last(value));
    if let Some(segment) = again {
        let message = format!(
            "the return type says already what comes next, and `{}` says it again",
            segment.ident
        );
        let help =
            "write `Hibernate<T>` to sleep in any case, or `Outcome<T>` to decide at run time";
        errors.at(value, with_help(message, help));
    }
    again.is_some()
}

/// Casts, intervals and infos: nobody waits for a reply. What is wrong with it changes nothing for those who send.
fn silent(ty: &Type, kind: Kind, mut reply: Reply, errors: &mut Errors) -> Option<Reply> {
    let mut value = Some(types::bare(ty));
    if let Some(segment) = types::last(ty).filter(|segment| segment.ident == "Result") {
        reply.fallible = Fallible::Outer;
        value = types::type_arguments(segment).first().copied();
    }
    if let Some((form, inner, policy)) = value.and_then(wrapper) {
        reply.form = form;
        reply.policy = policy.filter(|policy| is_policy(policy, errors));
        value = inner;
    }
    let Some(value) = value.filter(|value| !types::is_unit(value)) else {
        return Some(reply);
    };
    if says_it_again(value, errors) {
        return Some(reply);
    }
    if let Some(result) = types::last(value).filter(|segment| segment.ident == "Result") {
        let (outer, error) = (types::last(ty), types::type_arguments(result));
        let outer = outer.map_or(String::new(), |outer| outer.ident.to_string());
        let error = error.last().map_or("Error".to_owned(), text::source);
        let message = "a failure ends the actor here, so the `Result` stands outside";
        errors.at(
            value,
            with_help(message, format!("write `Result<{outer}, {error}>`")),
        );
        return Some(reply);
    }
    let (mark, help) = match kind {
        Kind::Every => ("an `#[every]`", "return nothing, `Hibernate` or `Outcome`"),
        Kind::Start => ("a `#[start]`", "return nothing, `Hibernate` or `Outcome`"),
        Kind::Info => ("an `#[info]`", "return nothing, `Hibernate` or `Outcome`"),
        _ => (
            "a `#[cast]`",
            "make it a `#[call]`, or return nothing, `Hibernate` or `Outcome`",
        ),
    };
    let message = format!("{mark} has no caller who could take this value");
    errors.at(value, with_help(message, help));
    Some(reply)
}

/// `Hibernate<T>` or `Outcome<T, Policy>`, with what is written of it.
fn wrapper(ty: &Type) -> Option<(Form, Option<&Type>, Option<Type>)> {
    let segment = types::last(ty)?;
    let form = match segment.ident.to_string().as_str() {
        "Hibernate" => Form::Hibernate,
        "Outcome" => Form::Outcome,
        _ => return None,
    };
    let arguments = types::type_arguments(segment);
    let policy = arguments.get(1).copied().cloned();
    Some((form, arguments.first().copied(), policy))
}

/// Both sides of a `Result`, which must be visible: the handle's method names them.
fn result<'a>(ty: &'a Type, errors: &mut Errors) -> Option<(&'a Type, TokenStream)> {
    let segment = types::last(ty)?;
    let arguments = types::type_arguments(segment);
    if let [ok, error] = arguments.as_slice() {
        return Some((ok, error.to_token_stream()));
    }
    let (module, error) = error_beside(ty, segment)?;
    if let ([ok], Some("anyhow")) = (arguments.as_slice(), module.as_deref()) {
        return Some((ok, error));
    }
    let value = arguments.first().map_or("()".to_owned(), text::source);
    let message = "this `Result` hides its error, which the caller gets";
    // The error of `io::Result` is next to it, and so is that of most others.
    let error = text::source(error);
    let help = format!("write `Result<{value}, {error}>`, or `anyhow::Result<{value}>`");
    errors.at(ty, with_help(message, help));
    None
}

/// `io::Error` for `io::Result<T>`, and the module that both are in.
fn error_beside(ty: &Type, segment: &PathSegment) -> Option<(Option<String>, TokenStream)> {
    let Type::Path(path) = types::bare(ty) else {
        return None;
    };
    let colon = path.path.leading_colon;
    let prefix: Vec<&syn::Ident> = path
        .path
        .segments
        .iter()
        .map(|segment| &segment.ident)
        .take(path.path.segments.len().saturating_sub(1))
        .collect();
    let span = crate::span::at(segment.ident.span());
    let error = syn::Ident::new("Error", span);
    let module = prefix.last().map(|name| name.to_string());
    Some((module, quote!(#colon #(#prefix::)* #error)))
}
