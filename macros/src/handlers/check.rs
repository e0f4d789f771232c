//! What a handler may look like. One function per rule, its reason above it.

use super::model::{self, Handler, Kind};
use super::parse::{ImplBlock, Method};
use super::receiver;
use crate::errors::{Errors, with_help};
use crate::handle;
use crate::text;
use crate::types::{self, Borrow};
use proc_macro2::TokenTree;
use quote::ToTokens;
use syn::{
    Attribute, FnArg, GenericParam, Ident, PatType, Path, ReturnType, Safety, Signature, Type,
};

/// Whether the block can belong to an actor.
pub(super) fn block(block: &ImplBlock, krate: &Path, errors: &mut Errors) -> bool {
    let inherent = no_trait_impl(block, krate, errors);
    let named = self_has_a_name(block, errors);
    inherent && named && owns_its_state(block)
}

/// Handlers are methods of the actor itself; a trait's methods are not its to change.
fn no_trait_impl(block: &ImplBlock, krate: &Path, errors: &mut Errors) -> bool {
    let Some((name, for_token)) = &block.trait_ else {
        return true;
    };
    let ty = crate::text::source(&block.self_ty);
    let mut help = format!("write the handlers in `impl {ty} {{ .. }}`");
    if block.has_marks(krate) {
        let name = text::source(name);
        help += &format!(
            ", and `#[call(interface = {name})]` above each, if `{name}` is an `#[interface]`"
        );
    }
    let mut range = name.clone();
    for_token.to_tokens(&mut range);
    errors.at(
        range,
        with_help(
            "`#[actor]` belongs on the actor's own impl block, not on the impl of a trait",
            help,
        ),
    );
    false
}

/// Whether the compiler has something to say of the block whatever stands in it.
pub(super) fn is_of_no_struct(block: &ImplBlock) -> bool {
    block.trait_.is_none() && !matches!(types::bare(&block.self_ty), Type::Path(_))
}

/// The handle's name is made from the actor's.
fn self_has_a_name(block: &ImplBlock, errors: &mut Errors) -> bool {
    let named = matches!(types::bare(&block.self_ty), Type::Path(path) if path.qself.is_none());
    if !named && block.trait_.is_none() {
        let message = "an actor is a struct with a name";
        errors.at(
            &block.self_ty,
            with_help(message, "write `impl Session { .. }`"),
        );
    }
    named
}

/// Silent: the struct's attribute has reported the lifetime.
fn owns_its_state(block: &ImplBlock) -> bool {
    let borrows = block
        .generics
        .params
        .iter()
        .any(|param| matches!(param, GenericParam::Lifetime(_)));
    let arguments = types::last(&block.self_ty).map(|segment| segment.arguments.to_token_stream());
    let mut after_tick = false;
    let borrowed = arguments.into_iter().flatten().any(|token| {
        let is_name = std::mem::replace(
            &mut after_tick,
            matches!(&token, TokenTree::Punct(sign) if sign.as_char() == '\''),
        );
        is_name && token.to_string() != "static"
    });
    !borrows && !borrowed
}

/// A method is one kind of message.
pub(crate) fn one_mark(marks: &[Attribute], errors: &mut Errors) {
    let Some((first, others)) = marks.split_first() else {
        return;
    };
    let first = first.path().to_token_stream();
    for other in others {
        let message = format!(
            "this method is a `#[{}]` already",
            crate::text::source(&first)
        );
        errors.at(other.path(), with_help(message, "keep one of the marks"));
    }
}

/// A constant is no message.
pub(super) fn marks_a_method(mark: Option<&Path>, errors: &mut Errors) {
    if let Some(mark) = mark {
        let name = text::source(mark);
        let message = format!("`#[{name}]` marks a method, and this is none");
        errors.at(
            mark,
            with_help(message, "leave it out, or write a method that gives it"),
        );
    }
}

/// An actor ends once.
pub(super) fn second_stop(name: &Ident, errors: &mut Errors) {
    let message = "an actor has one `#[stop]`, and there is one above";
    errors.at(name, with_help(message, "call this method from there"));
}

pub(crate) fn handler(sig: &Signature, kind: Kind, errors: &mut Errors) {
    name_is_free(&sig.ident, kind, errors);
    ordinary(sig, errors);
    not_generic(sig, errors);
    receiver::check(sig, errors);
}

/// Silent: the compiler says of the method itself that such a type has no size, or no name.
pub(super) fn is_unsized(sig: &Signature) -> bool {
    let has_no_size = |ty: &Type| match types::bare(ty) {
        _ if !types::has_a_name(ty) => true,
        Type::Slice(_) | Type::TraitObject(_) => true,
        Type::Path(path) => path.path.is_ident("str"),
        _ => false,
    };
    let returned = match &sig.output {
        ReturnType::Type(_, ty) => has_no_size(ty),
        ReturnType::Default => false,
    };
    returned
        || sig.inputs.iter().any(|input| match input {
            FnArg::Typed(input) => has_no_size(&input.ty),
            FnArg::Receiver(_) => false,
        })
}

/// It is no constructor. Whether it takes one for granted.
pub(super) fn starts_a_state(sig: &Signature, kind: Kind, errors: &mut Errors) -> bool {
    let makes_one = kind == Kind::Start && sig.receiver().is_none();
    if makes_one {
        let message = "a `#[start]` method gets the state that was made, and does not make it";
        let help = "write `&mut self`; or leave `#[start]` out, and call this to make the state that is spawned, or in the `start` of a child";
        errors.at(&sig.ident, with_help(message, help));
    }
    !makes_one
}

/// The handle has a few methods of its own, and a handler must not hide them.
fn name_is_free(name: &Ident, kind: Kind, errors: &mut Errors) {
    if kind.has_method() && handle::is_reserved(name) {
        let message = format!("every handle has a method `{name}` of its own");
        errors.at(name, with_help(message, "give the handler another name"));
    }
}

/// The runtime calls the method as an ordinary one.
pub(super) fn ordinary(sig: &Signature, errors: &mut Errors) {
    let message = |word: &str| format!("a handler cannot be `{word}`");
    if let Some(token) = &sig.constness {
        let help = "leave `const` out: a message is handled while the program runs";
        errors.at(token, with_help(message("const"), help));
    }
    if let Safety::Unsafe(token) = &sig.safety {
        let help = "check in the handler what must hold: messages come from anywhere";
        errors.at(token, with_help(message("unsafe"), help));
    }
    if let Some(abi) = &sig.abi {
        let help = "leave `extern` out: only the runtime calls it";
        errors.at(abi, with_help(message("extern"), help));
    }
}

/// A message is one type, whoever sends it.
pub(super) fn not_generic(sig: &Signature, errors: &mut Errors) {
    let message = "a handler cannot be generic: its message is one type";
    for param in &sig.generics.params {
        let help = match param {
            GenericParam::Lifetime(_) => "take and return owned values",
            _ => "name the type, or make the actor generic",
        };
        errors.at(param, with_help(message, help));
    }
    if let Some(clause) = &sig.generics.where_clause
        && sig.generics.params.is_empty()
    {
        let help = "put the bounds on the impl block";
        errors.at(
            clause.where_token,
            with_help("a handler cannot have bounds of its own", help),
        );
    }
}

pub(crate) fn argument(input: &PatType, kind: Kind, errors: &mut Errors) {
    owned(input, errors);
    plain_argument(input, errors);
    nothing_to_give(input, kind, errors);
}

/// The message outlives the caller's scope.
fn owned(input: &PatType, errors: &mut Errors) {
    match types::borrow(&input.ty) {
        Some((Borrow::Reference, span)) => {
            let message = "a handler cannot borrow its arguments: they wait in the mailbox after the caller has gone on";
            let help = "take an owned value, such as `String` or `Vec<T>`";
            errors.at_span(span, with_help(message, help));
        }
        Some((Borrow::Impl, span)) => {
            let message = "a handler cannot take `impl Trait`: its message is one type";
            let help = "name the type, box it, or make the actor generic";
            errors.at_span(span, with_help(message, help));
        }
        None => {}
    }
}

/// An attribute such as `cfg` would have to change the message too.
fn plain_argument(input: &PatType, errors: &mut Errors) {
    for attr in &input.attrs {
        let message = "arguments of handlers take no attributes";
        let help =
            "leave it out; a `cfg` can stand above the handler, and make it conditional as a whole";
        errors.at(attr, with_help(message, help));
    }
}

/// The clock and the runtime know nothing to put into a message.
fn nothing_to_give(input: &PatType, kind: Kind, errors: &mut Errors) {
    let message = match kind {
        Kind::Every => "an `#[every]` handler has no arguments: the clock sends its message",
        Kind::Start => "a `#[start]` method has no arguments: the runtime calls it",
        _ => return,
    };
    let help = "keep what it needs in the state; a `Context` is allowed";
    errors.at(input, with_help(message, help));
}

/// The type of the value is what the handler is found by.
pub(super) fn one_value(sig: &Signature, errors: &mut Errors) {
    let mut values = sig.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(input) if model::context(&input.ty).is_none() => Some(input),
        _ => None,
    });
    let help = "write `#[info] fn name(&mut self, value: Type)`; a `Context` is allowed beside it";
    if values.next().is_none() {
        let message = "an `#[info]` handler takes one value, by whose type it is found";
        errors.at(&sig.ident, with_help(message, help));
    }
    for second in values {
        let message = "an `#[info]` handler takes one value";
        let help = "send them together, as a struct or a tuple";
        errors.at(second, with_help(message, help));
    }
}

/// An incarnation begins once. Whether this is how.
pub(super) fn one_start(handler: &Handler, earlier: &[Handler], errors: &mut Errors) -> bool {
    let second =
        handler.kind == Kind::Start && earlier.iter().any(|earlier| earlier.kind == Kind::Start);
    if second {
        let message = "an actor has one `#[start]`, and there is one above";
        errors.at(
            &handler.name,
            with_help(message, "call this method from there"),
        );
    }
    !second
}

/// A value goes to the one handler of its type. Whether this is it.
pub(super) fn one_handler_per_info(
    handler: &Handler,
    earlier: &[Handler],
    errors: &mut Errors,
) -> bool {
    let Some(ty) = handler.info() else {
        return true;
    };
    let text = text::source(ty);
    let same = |other: &&Handler| other.info().is_some_and(|ty| text::source(ty) == text);
    // Of conditional ones the compiler knows how many are left.
    let found = earlier.iter().find(same);
    let found = found.filter(|other| handler.cfgs.is_empty() && other.cfgs.is_empty());
    if let Some(other) = found {
        let message = format!("`{}` handles `{text}` already", other.name);
        let help = "one handler per type: keep one of them, or wrap the value in a type of its own";
        errors.at(ty, with_help(message, help));
    }
    found.is_none()
}

/// There is one actor to ask about.
pub(super) fn one_context(sig: &Signature, errors: &mut Errors) {
    let contexts = sig.inputs.iter().filter(
        |input| matches!(input, FnArg::Typed(input) if model::context(&input.ty).is_some()),
    );
    for second in contexts.skip(1) {
        let message = "this handler has a `Context` already";
        errors.at(
            second,
            with_help(message, "leave one of them out: both would be the same"),
        );
    }
}

/// Whoever has it answers, once.
pub(super) fn reply_to(input: &PatType, errors: &mut Errors) {
    plain_argument(input, errors);
    if let Type::Reference(reference) = types::bare(&input.ty) {
        let ty = crate::text::source(&reference.elem);
        let message = "a handler owns its `ReplyTo`: answering uses it up";
        errors.at(&input.ty, with_help(message, format!("write `{ty}`")));
    }
}

/// A call is answered once.
pub(super) fn one_reply_to(sig: &Signature, errors: &mut Errors) {
    let replies = sig
        .inputs
        .iter()
        .filter(|input| matches!(input, FnArg::Typed(input) if model::is_reply_to(&input.ty)));
    for second in replies.skip(1) {
        let message = "this handler has a `ReplyTo` already";
        errors.at(
            second,
            with_help(message, "a call is answered once: keep one of them"),
        );
    }
}

/// Checks a `#[stop]` method; whether it returns a `Result`.
pub(super) fn hook(sig: &Signature, errors: &mut Errors) -> bool {
    ordinary(sig, errors);
    not_generic(sig, errors);
    receiver::check(sig, errors);
    one_context(sig, errors);
    let ReturnType::Type(_, ty) = &sig.output else {
        return false;
    };
    if let Some(result) = types::last(ty).filter(|segment| segment.ident == "Result") {
        let value = types::type_arguments(result).first().copied();
        if let Some(value) = value.filter(|value| !types::is_unit(value)) {
            returns_nothing(value, errors);
        }
        return true;
    }
    if !types::is_unit(ty) {
        returns_nothing(ty, errors);
    }
    false
}

/// Whether an actor has a hook is part of its declaration.
pub(super) fn unconditional(cfgs: &[Attribute], mark: &str, errors: &mut Errors) {
    for cfg in cfgs {
        let message = format!("a `{mark}` method cannot be conditional");
        let help = "move the `cfg` into its body";
        errors.at(cfg, with_help(message, help));
    }
}

/// The actor is gone afterwards: there is nothing to answer or decide.
fn returns_nothing(value: &Type, errors: &mut Errors) {
    let message = "a `#[stop]` method returns nothing: the actor ends after it";
    errors.at(
        value,
        with_help(message, "return nothing, or `Result<(), Error>`"),
    );
}

/// It looks at the state, and says what is to be shown of it. Its name, if it can.
pub(super) fn format_status(method: &Method, second: bool, errors: &mut Errors) -> Option<Ident> {
    let before = errors.count();
    let sig = &method.sig;
    let help = "write `fn shown(&self, status: &mut FormatStatus)`";
    if second {
        let message = "an actor has one `#[format_status]`, and there is one above";
        errors.at(&sig.ident, with_help(message, "keep one of them"));
    }
    ordinary(sig, errors);
    not_generic(sig, errors);
    let cfgs = model::attributes(method, "cfg");
    unconditional(&cfgs, "#[format_status]", errors);
    if let Some(token) = &sig.asyncness {
        let message = "a `#[format_status]` method cannot wait: its actor may be about to end";
        errors.at(token, with_help(message, help));
    }
    let shared = sig
        .receiver()
        .is_some_and(|receiver| matches!(receiver::borrow(receiver), Some((None, false))));
    let arguments: Vec<&FnArg> = sig
        .inputs
        .iter()
        .skip(usize::from(sig.receiver().is_some()))
        .collect();
    let takes = match arguments.as_slice() {
        [FnArg::Typed(input)] => is_format_status(&input.ty),
        _ => false,
    };
    if !shared || !takes {
        let message = "a `#[format_status]` method looks at the state and fills in what is shown";
        errors.at(&sig.inputs, with_help(message, help));
    }
    if let ReturnType::Type(_, ty) = &sig.output
        && !types::is_unit(ty)
    {
        let message = "a `#[format_status]` method returns nothing";
        errors.at(ty, with_help(message, help));
    }
    (errors.count() == before).then(|| sig.ident.clone())
}

/// `&mut FormatStatus`.
fn is_format_status(ty: &Type) -> bool {
    match types::bare(ty) {
        Type::Reference(reference) => {
            reference.mutability.is_some() && types::is_named(&reference.elem, "FormatStatus")
        }
        _ => false,
    }
}

/// `&ExitReason`.
pub(super) fn is_reason(ty: &Type) -> bool {
    match types::bare(ty) {
        Type::Reference(reference) => {
            reference.mutability.is_none() && types::is_named(&reference.elem, "ExitReason")
        }
        _ => false,
    }
}

/// The runtime calls the hook, and has only the reason to give.
pub(super) fn stray_stop_argument(input: &PatType, errors: &mut Errors) {
    let message = "a `#[stop]` method gets the reason and a `Context`, nothing else";
    let help = "write `reason: &ExitReason`, or leave the argument out";
    errors.at(input, with_help(message, help));
}
