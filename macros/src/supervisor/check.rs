//! What a supervisor may look like. One function per rule, its reason above it.

pub(super) mod child;
pub(super) mod partitions;

use super::model::{AutoShutdown, Child, Registered, Start, Strategy, Supervisor};
use super::scan;
use crate::errors::{Errors, with_help};
use crate::handle;
use crate::text;
use crate::types::{self, Borrow};
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Attribute, Expr, ExprClosure, LitStr, Pat, Token, Type};

pub(super) fn check(supervisor: &Supervisor, errors: &mut Errors) {
    handle::is_free(&supervisor.name, &supervisor.handle, errors);
    owns_its_fields(supervisor, errors);
    one_way_to_sleep(supervisor, errors);
    if supervisor.is_dynamic() {
        sleeps_only_when_told(supervisor, errors);
        if supervisor.takes_specs() {
            restarts_only_what_failed(supervisor, errors);
            declares_no_children(supervisor, errors);
        } else {
            one_template(supervisor, errors);
        }
        partitions::none_of_dynamic(supervisor, errors);
        no_automatic_shutdown(supervisor, errors);
    } else if let Some(declared) = supervisor.partitions() {
        limit_is_for_dynamic(supervisor, errors);
        partitions::check(supervisor, declared, errors);
    } else {
        limit_is_for_dynamic(supervisor, errors);
        groups_are_restarted(supervisor, errors);
        significance_counts(supervisor, errors);
        names_are_free(supervisor, errors);
        earlier_siblings_only(supervisor, errors);
        registered_names_differ(supervisor, errors);
    }
    significant_children_may_end(supervisor, errors);
    only_who_is_restarted_waits(supervisor, errors);
    drains_take_time(supervisor, errors);
}

/// A supervisor starts its children anew long after its maker has returned.
fn owns_its_fields(supervisor: &Supervisor, errors: &mut Errors) {
    for lifetime in &supervisor.params.lifetimes {
        let message = format!(
            "a supervisor owns its fields: it cannot borrow for `{}`",
            lifetime.lifetime
        );
        errors.at(
            lifetime,
            with_help(message, "own the data, or share it with an `Arc`"),
        );
    }
}

/// Both keys say after which time the supervisor sleeps.
fn one_way_to_sleep(supervisor: &Supervisor, errors: &mut Errors) {
    let options = &supervisor.options;
    if let (Some(auto), Some(_)) = (&options.auto_hibernation_key, &options.hibernate_after_key) {
        let message =
            "`auto_hibernation` and `hibernate_after` both say when the supervisor sleeps";
        errors.at(
            auto,
            with_help(message, "keep `hibernate_after`, and leave this out"),
        );
    }
}

/// The default of a dynamic supervisor is to stay awake, so the bare flag says nothing.
fn sleeps_only_when_told(supervisor: &Supervisor, errors: &mut Errors) {
    let options = &supervisor.options;
    if let (Some(key), true) = (
        &options.auto_hibernation_key,
        options.auto_hibernation_is_bare,
    ) {
        let message = "`auto_hibernation` needs a time here: children come at any moment, so a dynamic supervisor stays awake unless told otherwise";
        let help = "write `hibernate_after = \"5s\"` to let it sleep, or `auto_hibernation = false` to say that it does not";
        errors.at(key, with_help(message, help));
    }
}

/// What is started on demand is described once.
fn one_template(supervisor: &Supervisor, errors: &mut Errors) {
    if supervisor.children.is_empty() {
        let message = "a dynamic supervisor has one `#[child]`: the template of what it starts";
        let help = "write `#[child(start = |user: String| Session::open(user))] session: Session`, or `#[supervisor(dynamic)]` where each child has a `ChildSpec` of its own";
        errors.at(&supervisor.name, with_help(message, help));
    }
    for second in supervisor.children.iter().skip(1) {
        let message = "a dynamic supervisor has one `#[child]`, and there is one above";
        let help = "give this child a supervisor of its own";
        errors.at(&second.name, with_help(message, help));
    }
}

/// Children that come and go have no order.
fn restarts_only_what_failed(supervisor: &Supervisor, errors: &mut Errors) {
    let options = &supervisor.options;
    let Some(key) = &options.strategy_key else {
        return;
    };
    let (message, help) = match options.strategy {
        Strategy::OneForOne => return,
        Strategy::SimpleOneForOne => (
            "`simple_one_for_one` starts all children by one template, a `dynamic` supervisor each by a `ChildSpec` of its own",
            "leave one of the two out",
        ),
        Strategy::OneForAll | Strategy::RestForOne => (
            "a `dynamic` supervisor restarts the child that failed and no other: its children have no order",
            "leave `strategy` out, or leave `dynamic` out and declare the children",
        ),
    };
    errors.at(key, with_help(message, help));
}

/// They all come with their specifications.
fn declares_no_children(supervisor: &Supervisor, errors: &mut Errors) {
    for child in &supervisor.children {
        let message = "a `dynamic` supervisor declares no children: `start_child` takes a `ChildSpec` for each";
        let help = "leave `dynamic` out, or give this child a supervisor of its own";
        errors.at(&child.name, with_help(message, help));
    }
}

/// The children of a static supervisor are counted in its declaration.
fn limit_is_for_dynamic(supervisor: &Supervisor, errors: &mut Errors) {
    if let Some(key) = &supervisor.options.max_children_key {
        let message = "`max_children` limits children that are started on demand; these are fixed";
        let help = "leave it out, or choose `strategy = simple_one_for_one` or `dynamic`";
        errors.at(key, with_help(message, help));
    }
}

/// A temporary child is not restarted when it fails, and neither is anybody else.
fn groups_are_restarted(supervisor: &Supervisor, errors: &mut Errors) {
    let options = &supervisor.options;
    let strategy = match options.strategy {
        Strategy::OneForAll => "one_for_all",
        Strategy::RestForOne => "rest_for_one",
        Strategy::OneForOne | Strategy::SimpleOneForOne => return,
    };
    let mut children = supervisor.children.iter();
    if children.len() > 0 && children.all(|child| child.restart == Some("temporary")) {
        let message = format!(
            "`{strategy}` restarts nothing here: every child is `temporary`, and the end of such a child restarts nobody"
        );
        let help = "leave `strategy` out, or write `restart = transient` on the children whose failure restarts others";
        errors.at(&options.strategy_value, with_help(message, help));
    }
}

/// OTP's rule: children of which any number comes and goes decide nothing.
fn no_automatic_shutdown(supervisor: &Supervisor, errors: &mut Errors) {
    let options = &supervisor.options;
    if let (Some(key), Some(AutoShutdown::AnySignificant | AutoShutdown::AllSignificant)) =
        (&options.auto_shutdown_key, options.auto_shutdown)
    {
        let message = "a dynamic supervisor does not shut down by itself: its children come and go";
        let help = "leave `auto_shutdown` out, or take a static strategy, such as `one_for_all`";
        errors.at(key, with_help(message, help));
    }
    for child in &supervisor.children {
        if let Some(key) = &child.significant {
            let message = "children that are started on demand cannot be significant";
            let help = "leave `significant` out";
            errors.at(key, with_help(message, help));
        }
    }
}

/// OTP's rule: significance without an automatic shutdown would mean nothing.
fn significance_counts(supervisor: &Supervisor, errors: &mut Errors) {
    if supervisor.options.auto_shutdown != Some(AutoShutdown::Never) {
        return;
    }
    for child in &supervisor.children {
        if let Some(key) = &child.significant {
            let message =
                "`significant` means nothing here: the supervisor never shuts down by itself";
            let help = "write `#[supervisor(auto_shutdown = any_significant)]` or `all_significant`, or leave this out";
            errors.at(key, with_help(message, help));
        }
    }
}

/// OTP's rule: a permanent child is always restarted, so its end never counts.
fn significant_children_may_end(supervisor: &Supervisor, errors: &mut Errors) {
    for child in &supervisor.children {
        let permanent = matches!(child.restart, None | Some("permanent"));
        if let Some(key) = &child.significant
            && permanent
            && !child.restart_is_unreadable
        {
            let message = "a significant child cannot be `permanent`: it is always restarted, so its end never counts";
            let help = if child.restart.is_some() {
                "write `restart = transient` or `temporary`"
            } else {
                "`permanent` is the default: add `restart = transient` or `temporary`"
            };
            errors.at(key, with_help(message, help));
        }
    }
}

/// There is no restart that a temporary child could wait for.
fn only_who_is_restarted_waits(supervisor: &Supervisor, errors: &mut Errors) {
    for child in &supervisor.children {
        if let (Some(key), Some("temporary")) = (&child.backoff_key, child.restart) {
            let message =
                "a `temporary` child is never started again, so it has nothing to wait for";
            let help = "leave `backoff` out, or write `restart = transient`";
            errors.at(key, with_help(message, help));
        }
    }
}

/// What is killed at once handles nothing more.
fn drains_take_time(supervisor: &Supervisor, errors: &mut Errors) {
    for child in &supervisor.children {
        if let Some(key) = &child.drain
            && child.brutal_kill.is_some()
        {
            let message = "`drain` takes time, and `shutdown = brutal_kill` gives none";
            let help = "leave one of them out, or write a time: `shutdown = \"5s\"`";
            errors.at(key, with_help(message, help));
        }
    }
}

/// The handle has a few methods of its own, and a child must not hide them.
fn names_are_free(supervisor: &Supervisor, errors: &mut Errors) {
    for child in &supervisor.children {
        let name = &child.name;
        if handle::is_reserved(name) {
            let message = format!("every handle has a method `{name}` of its own");
            errors.at(name, with_help(message, "give the child another name"));
        }
    }
}

/// A name is that of one actor, so the second child would never start.
fn registered_names_differ(supervisor: &Supervisor, errors: &mut Errors) {
    for (place, child) in supervisor.children.iter().enumerate() {
        let Some(Registered::Literal(name)) = &child.registered else {
            continue;
        };
        let earlier = supervisor.children.iter().take(place);
        if let Some(other) = earlier.clone().find(|other| has_name(other, name)) {
            let message = format!(
                "the child `{}` is registered as \"{}\" already",
                other.name,
                name.value()
            );
            errors.at(
                name,
                with_help(message, "give each child a name of its own"),
            );
        }
    }
}

/// Whether a child is registered under that name, as far as its declaration shows.
pub(super) fn has_name(child: &Child, name: &LitStr) -> bool {
    matches!(&child.registered, Some(Registered::Literal(other)) if other.value() == name.value())
}

/// Of the children of a dynamic supervisor only one at a time could have it.
pub(super) fn name_of_many(name: &LitStr, errors: &mut Errors) -> bool {
    let message = "all children of this supervisor would have the same name, so only one could run";
    let help = format!(
        "make it of what the child is started with: `name = format!(\"{}-{{user}}\")`",
        name.value()
    );
    errors.at(name, with_help(message, help));
    false
}

/// A name is there before the start runs, which may await.
pub(super) fn made_at_once(name: &TokenStream, errors: &mut Errors) -> bool {
    let awaits = scan::awaits(name.clone());
    if awaits {
        let message = "a name cannot await: it is taken before the child is started";
        let help = "make it of the supervisor's fields and the arguments of `start_child`";
        errors.at(name, with_help(message, help));
    }
    !awaits
}

/// Children start in field order, so a later one is not there yet.
fn earlier_siblings_only(supervisor: &Supervisor, errors: &mut Errors) {
    let mut rest = supervisor.children.as_slice();
    while let [child, later @ ..] = rest {
        uses_none_of(child, rest, errors);
        rest = later;
    }
}

fn uses_none_of(child: &Child, missing: &[Child], errors: &mut Errors) {
    let Start::Expr { value, .. } = &child.start else {
        return;
    };
    for other in missing {
        let Some(span) = scan::uses(value.clone(), &other.name) else {
            continue;
        };
        let (name, user) = (&other.name, &child.name);
        if name == user {
            let message = format!("`{name}` cannot use its own handle to start");
            errors.at_span(span, with_help(message, "only children above it are there"));
        } else {
            let message = format!(
                "`{name}` starts after `{user}`, so it is not there yet: children start in field order"
            );
            let help = format!("move the field `{name}` above `{user}`");
            errors.at_span(span, with_help(message, help));
        }
    }
}

/// One description per child.
pub(super) fn one_child_attr(marks: &[Attribute], errors: &mut Errors) {
    for second in marks.iter().skip(1) {
        let message = "this field is a `#[child]` already";
        errors.at(
            second.path(),
            with_help(message, "put all options into one `#[child(..)]`"),
        );
    }
}

/// Which children there are is part of the declaration.
pub(super) fn child_attributes(attrs: &[Attribute], errors: &mut Errors) {
    for attr in attrs {
        if attr.path().is_ident("cfg") || attr.path().is_ident("cfg_attr") {
            let message = "a child cannot be conditional";
            let help = "declare two supervisors, and put the `cfg` on them";
            errors.at(attr, with_help(message, help));
        }
    }
}

/// Nobody is there to give arguments when the tree starts.
pub(super) fn closure_on_static(closure: &ExprClosure, errors: &mut Errors) {
    let body = text::source(&closure.body);
    let help = if body.len() > 60 {
        "write the expression without `|..|`".to_owned()
    } else {
        format!("write `start = {body}`")
    };
    errors.at(
        bars(closure),
        with_help(
            "this child starts with the tree, without arguments: they are for `strategy = simple_one_for_one`",
            help,
        ),
    );
}

/// `|a: A, b: B|`.
fn bars(closure: &ExprClosure) -> proc_macro2::TokenStream {
    let mut tokens = closure.inputs_begin.to_token_stream();
    closure.inputs.to_tokens(&mut tokens);
    closure.inputs_end.to_tokens(&mut tokens);
    tokens
}

/// The body may await as it is; the closure only declares arguments.
pub(super) fn closure(closure: &ExprClosure, errors: &mut Errors) {
    if let Some(token) = &closure.asyncness {
        not_async(*token, "the body", errors);
    }
    awaits_itself(&closure.body, "the body", errors);
}

/// What gives a future by nothing but an `async` block is awaited by nobody. Whether it does not.
pub(super) fn awaits_itself(value: &Expr, what: &str, errors: &mut Errors) -> bool {
    match value {
        Expr::Async(block) => not_async(block.async_token, what, errors),
        Expr::Paren(inner) => return awaits_itself(&inner.expr, what, errors),
        _ => return true,
    }
    false
}

fn not_async(token: Token![async], what: &str, errors: &mut Errors) {
    let message = format!("`async` is not needed: {what} may `.await` as it is");
    errors.at(token, with_help(message, "leave `async` out"));
}

/// The parameters become those of `start_child`.
pub(super) fn untyped_parameter(parameter: &Pat, errors: &mut Errors) {
    let name = text::source(parameter);
    let message = format!("`{name}` needs a type: it is an argument of `start_child`");
    errors.at(
        parameter,
        with_help(message, format!("write `|{name}: String|`")),
    );
}

/// A method has a `self` of its own.
pub(super) fn self_as_parameter(parameter: &Pat, errors: &mut Errors) -> bool {
    let pattern = match parameter {
        Pat::Type(typed) => &typed.pat,
        other => other,
    };
    let is_self = matches!(pattern, Pat::Ident(pattern) if pattern.ident == "self");
    if is_self {
        let message = "an argument of `start_child` cannot be `self`";
        errors.at(pattern, with_help(message, "give it a name of its own"));
    }
    is_self
}

/// Arguments are kept for restarts.
pub(super) fn owned_parameter(ty: &Type, errors: &mut Errors) -> bool {
    let (message, help, span) = match types::borrow(ty) {
        None => return true,
        Some((Borrow::Reference, span)) => (
            "a child cannot borrow its arguments: it outlives the call that starts it",
            "take an owned value, such as `String` or `Vec<T>`",
            span,
        ),
        Some((Borrow::Impl, span)) => (
            "an argument of `start_child` is one type",
            "name the type, or box it",
            span,
        ),
    };
    errors.at_span(span, with_help(message, help));
    false
}
