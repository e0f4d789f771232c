//! The supervisor in the graph of what is declared, and what is checked along it.

use super::super::model::{Child, Supervisor};
use super::{at_type, krate_at, selected};
use crate::span;
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

/// The constant of `impl Child`.
pub(super) fn constant(supervisor: &Supervisor) -> TokenStream {
    let krate = &supervisor.options.krate;
    let name = &supervisor.name;
    let children = children(supervisor);
    let position = quote! {
        #krate::__private::Position::new(
            ::core::module_path!(),
            ::core::line!(),
            ::core::column!(),
        )
    };
    let value = if supervisor.params.is_empty() {
        // A `static`: constants that name each other in a circle are an error of the compiler's own.
        quote! {
            static DECLARATION: #krate::__private::Declaration =
                #krate::__private::Declaration::supervisor::<#name>(#position, #children);
            #krate::__private::DeclarationRef::new(&DECLARATION)
        }
    } else {
        quote! {
            #krate::__private::DeclarationRef::new(const {
                &#krate::__private::Declaration::supervisor::<Self>(
                    #position.generic(),
                    #children,
                )
            })
        }
    };
    quote!(const DECLARATION: #krate::__private::DeclarationRef = { #value };)
}

/// What is below it.
fn children(supervisor: &Supervisor) -> TokenStream {
    let krate = &supervisor.options.krate;
    let arguments = supervisor.params.arguments();
    let name = &supervisor.name;
    let path = quote!(#krate::__private::Children);
    if supervisor.takes_specs() || supervisor.children.is_empty() && supervisor.is_dynamic() {
        return quote!(#path::Specified);
    }
    let links = supervisor.children.iter().map(|child| {
        let ty = selected(supervisor, child);
        let krate = krate_at(supervisor, at_type(child));
        quote_spanned!(at_type(child)=> <#ty as #krate::__private::Child>::DECLARATION,)
    });
    let links = quote!(&[#(#links)*]);
    if supervisor.is_dynamic() {
        let trait_path = quote!(#krate::__private::DynamicSupervisor);
        let options = quote!(const { &[<#name #arguments as #trait_path>::CHILD] });
        return quote!(#path::Template(#options, #links));
    }
    let of = quote!(<#name #arguments as #krate::__private::StaticSupervisor>);
    if supervisor.partitions().is_some() {
        quote!(#path::Partitions(#of::PARTITIONS, #of::CHILDREN, #links))
    } else {
        quote!(#path::Static(#of::CHILDREN, #links))
    }
}

/// What only the whole tree shows. Of a generic supervisor nobody can ask.
pub(super) fn checks(supervisor: &Supervisor) -> TokenStream {
    if !supervisor.params.is_empty() {
        return TokenStream::new();
    }
    let checks = supervisor
        .children
        .iter()
        .enumerate()
        .map(|(index, child)| check(supervisor, child, index));
    checks.collect()
}

fn check(supervisor: &Supervisor, child: &Child, index: usize) -> TokenStream {
    let span = at_type(child);
    let (name, krate) = (
        span::move_to(span, &supervisor.name),
        krate_at(supervisor, span),
    );
    let names = (index > 0 && !supervisor.is_dynamic()).then(|| {
        quote_spanned! {span=>
            #krate::__private::check_names(
                <#name as #krate::__private::Child>::DECLARATION,
                #index,
            );
        }
    });
    quote_spanned! {span=>
        const _: () = {
            #krate::__private::check_child(
                <#name as #krate::__private::Child>::DECLARATION,
                #index,
            );
            #names
        };
    }
}
