//! What is emitted beside the errors of a struct that cannot be an actor at all.

use super::model::Actor;
use proc_macro2::TokenStream;
use quote::quote;

/// Only the name of the handle, for those that mention it.
pub(super) fn handle_only(actor: &Actor) -> TokenStream {
    let Actor {
        vis, name, handle, ..
    } = actor;
    let declared = &actor.params.declared;
    let arguments = actor.params.arguments();
    let bounds = &actor.params.bounds;
    quote! {
        #[doc(hidden)]
        #[allow(dead_code)]
        #vis struct #handle<#(#declared),*>(
            ::core::marker::PhantomData<fn() -> #name #arguments>
        ) #bounds;
    }
}
