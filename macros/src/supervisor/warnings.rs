//! What is accepted, and is most likely a mistake: one function per warning, its reason above it.
//!
//! A stable macro can warn in one way: it uses something deprecated at the place in question.

use super::model::{AutoShutdown, Child, Strategy, Supervisor};
use crate::span;
use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::spanned::Spanned;
use syn::{Ident, LitInt};

/// What `#[supervisor(allow(..))]` can name.
pub(super) const NAMES: &[&str] = &[
    "zero_intensity",
    "brutal_kill",
    "single_child",
    "no_significant",
];

pub(super) fn warnings(supervisor: &Supervisor) -> TokenStream {
    let mut warnings = TokenStream::new();
    let allowed = |name: &str| supervisor.options.allow.contains(&name);
    if !allowed("zero_intensity") {
        warnings.extend(zero_intensity(supervisor));
    }
    if !allowed("brutal_kill") {
        let killed = supervisor.children.iter();
        warnings.extend(killed.filter_map(|child| brutal_kill(supervisor, child)));
    }
    if !allowed("single_child") {
        warnings.extend(single_child(supervisor));
    }
    if !allowed("no_significant") {
        warnings.extend(no_significant(supervisor));
    }
    warnings
}

/// The limit is reached before the first restart.
fn zero_intensity(supervisor: &Supervisor) -> Option<TokenStream> {
    let intensity = supervisor.options.intensity.as_ref()?;
    let number = syn::parse2::<LitInt>(intensity.clone()).ok()?;
    if number.base10_digits() != "0" {
        return None;
    }
    let mut children = supervisor.children.iter();
    let child = &children
        .find(|child| matches!(child.restart, None | Some("permanent")))?
        .name;
    let text = format!(
        "with `intensity = 0` nothing is restarted: the first end of `{child}`, which is `permanent`, ends this supervisor\n\nhelp: allow a restart: `intensity = 1`; or say that this is meant: `#[supervisor(allow(zero_intensity))]`"
    );
    Some(deprecated("zero_intensity", number.span(), &text))
}

/// A group of one is the child that failed.
fn single_child(supervisor: &Supervisor) -> Option<TokenStream> {
    let options = &supervisor.options;
    let strategy = match options.strategy {
        Strategy::OneForAll => "one_for_all",
        Strategy::RestForOne => "rest_for_one",
        Strategy::OneForOne | Strategy::SimpleOneForOne => return None,
    };
    let [child] = supervisor.children.as_slice() else {
        return None;
    };
    if supervisor.partitions().is_some() {
        return None;
    }
    let name = &child.name;
    let text = format!(
        "`{strategy}` restarts other children too, and `{name}` is the only one\n\nhelp: leave `strategy` out; or say that more will come by `start_child`: `#[supervisor(allow(single_child))]`"
    );
    Some(deprecated(
        "single_child",
        options.strategy_value.span(),
        &text,
    ))
}

/// Of the declared children none ends it. Where there are no declared ones, others are sure to come.
fn no_significant(supervisor: &Supervisor) -> Option<TokenStream> {
    let options = &supervisor.options;
    let (value, ends) = match options.auto_shutdown? {
        AutoShutdown::Never => return None,
        AutoShutdown::AnySignificant => ("any_significant", "a `significant` child ends"),
        AutoShutdown::AllSignificant => {
            ("all_significant", "its `significant` children have ended")
        }
    };
    let mut children = supervisor.children.iter();
    if supervisor.children.is_empty() || children.any(|child| child.significant.is_some()) {
        return None;
    }
    let text = format!(
        "with `auto_shutdown = {value}` this supervisor ends once {ends}, and none of its children is `significant`\n\nhelp: write `#[child(significant, restart = transient)]` on the child whose end is to end it; or say that one will come by `start_child`: `#[supervisor(allow(no_significant))]`"
    );
    let at = options.auto_shutdown_at;
    Some(deprecated("no_significant", at, &text))
}

/// Which child is a supervisor only the compiler knows: the runtime has the text.
fn brutal_kill(supervisor: &Supervisor, child: &Child) -> Option<TokenStream> {
    let at = span::at(child.brutal_kill.as_ref()?.span());
    let krate = span::move_to(at, &supervisor.options.krate);
    let (header, bounds) = (supervisor.params.header(), &supervisor.params.bounds);
    let ty = &child.ty;
    Some(quote_spanned! {at=>
        const _: () = {
            #[allow(unused_imports)]
            use #krate::__private::EndsAlone as _;
            #[allow(dead_code)]
            fn brutal_kill #header() #bounds {
                #krate::__private::BrutalKill::<#ty>::OF_A_SUPERVISOR
            }
        };
    })
}

/// A constant that is used once, and deprecated with that text.
fn deprecated(name: &str, at: Span, text: &str) -> TokenStream {
    let at = span::at(at);
    let name = Ident::new(name, at);
    quote_spanned! {at=>
        const _: () = {
            #[deprecated(note = #text)]
            #[allow(non_upper_case_globals)]
            const #name: () = ();
            #name
        };
    }
}
