//! Many children from one declaration, which start with the tree.

use super::super::model::{Child, Partitions, Start, Supervisor};
use super::super::scan;
use super::{
    at_type, child_ref, default, fields_in_scope, into_start, krate_at, name_made, nothing, ours,
    selected, spec,
};
use crate::span;
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::Pat;
use syn::spanned::Spanned;

pub(super) fn expand(supervisor: &Supervisor, partitions: &Partitions) -> TokenStream {
    let Some(child) = supervisor.children.first() else {
        return TokenStream::new();
    };
    let methods = methods(supervisor, child);
    let children = children_impl(supervisor, partitions, child);
    let checks = checks(supervisor, partitions, child);
    quote!(#methods #children #checks)
}

/// What is known beforehand is checked also where nothing is built.
fn checks(supervisor: &Supervisor, partitions: &Partitions, child: &Child) -> Option<TokenStream> {
    if !supervisor.params.is_empty() {
        return None;
    }
    let span = at_type(child);
    let (name, krate) = (
        span::move_to(span, &supervisor.name),
        krate_at(supervisor, span),
    );
    let counted = constant(supervisor, partitions).map(|count| {
        let at = span::at(count.span());
        let krate = krate_at(supervisor, at);
        quote_spanned! {at=>
            const __PARTITIONS: #krate::__private::PartitionCount =
                #krate::__private::PartitionCount::fixed(#count);
        }
    });
    Some(quote_spanned! {span=>
        #counted
        const _: () = #krate::__private::nameless(
            <#name as #krate::__private::StaticSupervisor>::CHILDREN,
        );
    })
}

/// The ways to the partitions.
fn methods(supervisor: &Supervisor, child: &Child) -> TokenStream {
    let Supervisor { vis, handle, .. } = supervisor;
    let (header, arguments) = (supervisor.params.header(), supervisor.params.arguments());
    let bounds = &supervisor.params.bounds;
    let ty = child_ref(supervisor, child);
    let one = quote_spanned!(at_type(child)=> ::core::option::Option<#ty>);
    let all = quote_spanned!(at_type(child)=> ::std::vec::Vec<#ty>);
    let missing = child.docs.is_empty().then(|| {
        quote! {
            /// The child that a key belongs to, always the same while their number stays: of a whole number
            /// the one with its remainder, of all else one that its hash chooses.
        }
    });
    let docs = &child.docs;
    quote! {
        #[allow(dead_code, private_bounds, private_interfaces)]
        impl #header #handle #arguments #bounds {
            #(#docs)*
            #missing
            #vis fn by_key<__Key: ::core::hash::Hash + ?::core::marker::Sized>(
                &self,
                key: &__Key,
            ) -> #ty {
                self.0.handles().by_key(key)
            }

            /// The child with that number, from 0 up.
            #vis fn by_index(&self, index: usize) -> #one {
                self.0.handles().by_index(index)
            }

            /// All children, by their numbers.
            #vis fn all(&self) -> #all {
                self.0.handles().all()
            }
        }
    }
}

fn children_impl(supervisor: &Supervisor, partitions: &Partitions, child: &Child) -> TokenStream {
    let krate = &supervisor.options.krate;
    let name = &supervisor.name;
    let (header, arguments) = (supervisor.params.header(), supervisor.params.arguments());
    let bounds = &supervisor.params.bounds;
    let spec = spec(supervisor, child);
    let ty = selected(supervisor, child);
    let count = count(supervisor, partitions);
    let fields = fields_in_scope(supervisor);
    let (index, handles) = (ours("index"), ours("children"));
    let number = number(child);
    let start = start(supervisor, child);
    let names = name_made(supervisor, child).map(|name| {
        quote! {
            fn name(
                &self,
                #index: usize,
            ) -> ::core::option::Option<::std::sync::Arc<::core::primitive::str>> {
                #fields
                #number
                #name
            }
        }
    });
    // A type that is more private than the supervisor is an error where the user has written it.
    let span = at_type(child);
    let krate_there = krate_at(supervisor, span);
    let children = quote_spanned! {span=>
        type Children = #krate_there::__private::Partitions<#ty>;
    };
    let child_type = quote_spanned!(span=> type Child = #ty;);
    quote! {
        #[automatically_derived]
        #[allow(unused_variables, clippy::unused_async)]
        impl #header #krate::__private::StaticSupervisor for #name #arguments #bounds {
            #children
            const CHILDREN: &'static [#krate::__private::ChildOptions] = &[#spec];
            const PARTITIONS: ::core::option::Option<#krate::__private::PartitionCount> =
                ::core::option::Option::Some(#count);

            fn vacant(nursery: &mut #krate::__private::Nursery<'_>) -> Self::Children {
                nursery.partitions::<#ty>(Self::PARTITIONS)
            }

            fn size(
                children: &Self::Children,
            ) -> ::core::option::Option<&#krate::__private::Size> {
                ::core::option::Option::Some(children.size())
            }

            fn start_child<'a>(
                &'a self,
                #index: usize,
                #handles: &'a Self::Children,
            ) -> #krate::__private::Starting<'a> {
                let ::core::option::Option::Some(#handles) = #handles.handle(#index) else {
                    return #krate::__private::no_such_child(#index);
                };
                #fields
                #number
                #start
            }

            #names
        }

        #[automatically_derived]
        impl #header #krate::__private::PartitionSupervisor for #name #arguments #bounds {
            #child_type
        }
    }
}

/// A number that is zero is an error at its own place.
fn count(supervisor: &Supervisor, partitions: &Partitions) -> TokenStream {
    if constant(supervisor, partitions).is_some() {
        return quote!(__PARTITIONS);
    }
    match &partitions.count {
        Some(count) => {
            let span = span::at(count.span());
            let krate = krate_at(supervisor, span);
            quote_spanned!(span=> #krate::__private::PartitionCount::fixed(#count))
        }
        None => {
            let krate = &supervisor.options.krate;
            quote!(#krate::__private::PartitionCount::Cores)
        }
    }
}

/// The number, where it can be a constant of its own, to be checked once.
fn constant<'a>(supervisor: &Supervisor, partitions: &'a Partitions) -> Option<&'a TokenStream> {
    let count = partitions.count.as_ref()?;
    (supervisor.params.is_empty() && !scan::mentions_self(count.clone())).then_some(count)
}

/// Gives the number the name that the closure gave it.
fn number(child: &Child) -> Option<TokenStream> {
    let pattern = child.number.as_ref()?;
    let mut index = ours("index");
    index.set_span(index.span().located_at(pattern.span()));
    Some(match pattern {
        Pat::Type(_) => quote!(let #pattern = #index;),
        _ => quote!(let #pattern: usize = #index;),
    })
}

fn start(supervisor: &Supervisor, child: &Child) -> TokenStream {
    let handles = ours("children");
    let (value, awaits) = match &child.start {
        Start::Default => (default(supervisor, child), false),
        Start::Expr { value, awaits } => (value.clone(), *awaits),
        Start::Closure(_) | Start::Broken(_) => (nothing(supervisor, child), false),
    };
    let start = into_start(supervisor, child, &value);
    let span = span::at(value.span());
    let krate = krate_at(supervisor, span);
    if awaits {
        quote_spanned!(span=> #krate::__private::start_later(#handles, async move { #start }))
    } else {
        quote_spanned!(span=> #krate::__private::start_now(#handles, move || #start))
    }
}
