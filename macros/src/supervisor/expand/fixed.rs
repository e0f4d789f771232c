//! Children that start with the tree.

use super::super::model::{Child, Start, Supervisor};
use super::{
    allowed_names, at_type, child_ref, default, fields_in_scope, into_start, krate_at, name_made,
    nothing, ours, selected, spec,
};
use crate::{handle, span};
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::Visibility;
use syn::spanned::Spanned;

pub(super) fn expand(supervisor: &Supervisor) -> TokenStream {
    let handles = handles(supervisor);
    let accessors = accessors(supervisor);
    let children = children_impl(supervisor);
    let names = names_differ(supervisor);
    quote!(#handles #accessors #children #names)
}

/// Names that the types of children bring along are seen by the compiler only; those of a generic
/// supervisor at run time.
fn names_differ(supervisor: &Supervisor) -> TokenStream {
    if !supervisor.params.is_empty() {
        return TokenStream::new();
    }
    let children = supervisor.children.iter().enumerate().skip(1);
    let checks = children.map(|(index, child)| {
        let name = span::move_to(at_type(child), &supervisor.name);
        let krate = krate_at(supervisor, at_type(child));
        quote_spanned! {at_type(child)=>
            const _: () = #krate::__private::name_is_free(
                <#name as #krate::__private::StaticSupervisor>::CHILDREN,
                #index,
            );
        }
    });
    checks.collect()
}

/// The names that are made at run time.
fn names_made(supervisor: &Supervisor) -> Option<TokenStream> {
    let arms: Vec<_> = supervisor
        .children
        .iter()
        .enumerate()
        .filter_map(|(index, child)| {
            let name = name_made(supervisor, child)?;
            let allowed = handle::allowed(child.is_deprecated);
            Some(quote!(#allowed #index => { #name }))
        })
        .collect();
    let fields = fields_in_scope(supervisor);
    (!arms.is_empty()).then(|| {
        quote! {
            fn name(
                &self,
                index: usize,
            ) -> ::core::option::Option<::std::sync::Arc<::core::primitive::str>> {
                #fields
                match index {
                    #(#arms)*
                    _ => ::core::option::Option::None,
                }
            }
        }
    })
}

/// The handles of all children, under their names.
fn handles(supervisor: &Supervisor) -> TokenStream {
    let (header, bounds) = (supervisor.params.header(), &supervisor.params.bounds);
    let fields = supervisor.children.iter().map(|child| {
        let (name, ty) = (&child.name, selected(supervisor, child));
        let krate = krate_at(supervisor, at_type(child));
        quote_spanned!(at_type(child)=> #name: <#ty as #krate::__private::Child>::Ref,)
    });
    let types = &supervisor.params.types;
    let unused = (!types.is_empty())
        .then(|| quote!(__types: (#(::core::marker::PhantomData<fn() -> #types>,)*),));
    let allowed = allowed_names(supervisor);
    quote! {
        #[doc(hidden)]
        #allowed
        #[allow(
            missing_debug_implementations,
            missing_docs,
            private_bounds,
            private_interfaces,
            unreachable_pub
        )]
        pub struct __Children #header #bounds { #(#fields)* #unused }
    }
}

fn accessors(supervisor: &Supervisor) -> TokenStream {
    let handle = &supervisor.handle;
    let (header, arguments) = (supervisor.params.header(), supervisor.params.arguments());
    let bounds = &supervisor.params.bounds;
    let methods = supervisor
        .children
        .iter()
        .map(|child| accessor(supervisor, child));
    let allowed = allowed_names(supervisor);
    quote! {
        #allowed
        #[allow(dead_code, private_bounds, private_interfaces)]
        impl #header #handle #arguments #bounds {
            #(#methods)*
        }
    }
}

fn accessor(supervisor: &Supervisor, child: &Child) -> TokenStream {
    let Child { name, docs, .. } = child;
    let vis = match &child.vis {
        Visibility::Inherited => &supervisor.vis,
        written => written,
    };
    let missing = docs.is_empty().then(|| {
        let text = format!(" The child `{name}`.");
        quote!(#[doc = #text])
    });
    let ty = child_ref(supervisor, child);
    quote! {
        #(#docs)*
        #missing
        #vis fn #name(&self) -> #ty {
            ::core::clone::Clone::clone(&self.0.handles().#name)
        }
    }
}

fn children_impl(supervisor: &Supervisor) -> TokenStream {
    let krate = &supervisor.options.krate;
    let name = &supervisor.name;
    let (header, arguments) = (supervisor.params.header(), supervisor.params.arguments());
    let bounds = &supervisor.params.bounds;
    let specs = supervisor
        .children
        .iter()
        .map(|child| spec(supervisor, child));
    let vacant = supervisor.children.iter().map(|child| {
        let (name, ty) = (&child.name, selected(supervisor, child));
        quote_spanned!(at_type(child)=> #name: nursery.child::<#ty>(),)
    });
    let unused = (!supervisor.params.types.is_empty())
        .then(|| quote!(__types: ::core::default::Default::default(),));
    let fields = fields_in_scope(supervisor);
    let arms = arms(supervisor);
    let (index, handles) = (ours("index"), ours("children"));
    let names = names_made(supervisor);
    let allowed = allowed_names(supervisor);
    quote! {
        #[automatically_derived]
        #[allow(unused_variables, clippy::unused_async)]
        impl #header #krate::__private::StaticSupervisor for #name #arguments #bounds {
            type Children = __Children #arguments;
            #allowed
            const CHILDREN: &'static [#krate::__private::ChildOptions] = &[#(#specs),*];

            #allowed
            fn vacant(nursery: &mut #krate::__private::Nursery<'_>) -> Self::Children {
                __Children { #(#vacant)* #unused }
            }

            fn start_child<'a>(
                &'a self,
                #index: usize,
                #handles: &'a Self::Children,
            ) -> #krate::__private::Starting<'a> {
                #fields
                match #index {
                    #arms
                    _ => #krate::__private::no_such_child(#index),
                }
            }

            #names
        }
    }
}

fn arms(supervisor: &Supervisor) -> TokenStream {
    let mut arms = TokenStream::new();
    let handles = ours("children");
    let mut earlier = Vec::new();
    for (index, child) in supervisor.children.iter().enumerate() {
        let start = start(supervisor, child);
        let siblings =
            (!earlier.is_empty()).then(|| quote!(let __Children { #(#earlier,)* .. } = #handles;));
        let allowed = handle::allowed(child.is_deprecated);
        arms.extend(quote!(#allowed #index => { #siblings #start }));
        earlier.push(&child.name);
    }
    arms
}

fn start(supervisor: &Supervisor, child: &Child) -> TokenStream {
    let (name, handles) = (&child.name, ours("children"));
    let (value, awaits) = match &child.start {
        Start::Default => (default(supervisor, child), false),
        Start::Expr { value, awaits } => (value.clone(), *awaits),
        Start::Closure(_) | Start::Broken(_) => (nothing(supervisor, child), false),
    };
    let start = into_start(supervisor, child, &value);
    let span = span::at(value.span());
    let krate = krate_at(supervisor, span);
    if awaits {
        quote_spanned!(span=> #krate::__private::start_later(&#handles.#name, async move { #start }))
    } else {
        quote_spanned!(span=> #krate::__private::start_now(&#handles.#name, move || #start))
    }
}
