//! Children that are declared by a name that handles have.
//!
//! A handle in the place of a child is one error: the question stands in a constant, and the type of the child depends on
//! it. So where it has no good answer the compiler knows no type, and has nothing to say of what follows.

use super::super::check::child::is_named_as_a_handle;
use super::super::model::{Child, Supervisor};
use super::{at_type, krate_at};
use crate::handle;
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote_spanned};
use syn::ext::IdentExt as _;

/// Whether each of them is one.
pub(super) fn questions(supervisor: &Supervisor) -> TokenStream {
    let asked = supervisor.children.iter().filter_map(|child| {
        let name = question(supervisor, child)?;
        let krate = krate_at(supervisor, at_type(child));
        let ty = &child.ty;
        let allowed = handle::allowed(child.is_deprecated);
        Some(quote_spanned! {at_type(child)=>
            #allowed
            #[allow(non_camel_case_types)]
            type #name = #krate::__private::If<{
                <<#krate::__private::If<{ #krate::__private::IsHandle::<#ty>::ANSWER }>
                    as #krate::__private::Handle<#ty>>::Asked
                    as #krate::__private::NoHandle>::ANSWER
            }>;
        })
    });
    asked.collect()
}

/// The child's type, where it is no handle.
pub(super) fn checked(supervisor: &Supervisor, child: &Child) -> TokenStream {
    let ty = &child.ty;
    let Some(question) = question(supervisor, child) else {
        return ty.to_token_stream();
    };
    let krate = krate_at(supervisor, at_type(child));
    quote_spanned!(at_type(child)=> <#question as #krate::__private::Checked<#ty>>::Type)
}

/// Its name; a constant knows nothing of parameters.
fn question(supervisor: &Supervisor, child: &Child) -> Option<Ident> {
    let ty = &child.ty;
    let asks = is_named_as_a_handle(ty) && !supervisor.params.are_in(&ty.to_token_stream());
    asks.then(|| format_ident!("__NoHandle_{}", child.name.unraw(), span = at_type(child)))
}
