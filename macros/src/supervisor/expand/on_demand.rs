//! Children that are started while the tree runs, all by one template.

use super::super::model::{Child, Closure, Parameter, Start, Supervisor};
use super::{
    at_type, child_ref, default, fields_in_scope, into_start, krate_at, name_made, nothing, ours,
    selected, spec,
};
use crate::sent::Sent;
use crate::{constant, span};
use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::{Ident, Index, Pat, spanned::Spanned};

/// Nothing without a template; the supervisor has been made a static one then.
pub(super) fn expand(supervisor: &Supervisor) -> TokenStream {
    let Some(child) = supervisor.children.first() else {
        return TokenStream::new();
    };
    let method = method(supervisor, child);
    let mut sent = Sent::new(&supervisor.options.krate, &supervisor.params);
    for ty in parameters(child)
        .iter()
        .filter_map(|parameter| parameter.ty.as_ref())
    {
        sent.ask("StartArgument", &[], &ty.to_token_stream());
    }
    let template = template_impl(supervisor, child, &sent);
    let questions = sent.definition();
    quote!(#questions #method #template)
}

fn parameters(child: &Child) -> &[Parameter] {
    match &child.start {
        Start::Closure(closure) => &closure.parameters,
        Start::Broken(parameters) => parameters,
        Start::Default | Start::Expr { .. } => &[],
    }
}

/// `(A, B,)`; what has no readable type is `()`.
fn argument_types(child: &Child) -> TokenStream {
    let types = parameters(child)
        .iter()
        .map(|parameter| match &parameter.ty {
            Some(ty) => quote!(#ty),
            None => quote!(()),
        });
    quote!((#(#types,)*))
}

/// What is said of every start on demand.
pub(super) fn terms() -> TokenStream {
    quote! {
        ///
        /// # Errors
        ///
        /// When the child does not start, when there are as many as there may be, and when the supervisor does not
        /// run, or begins to stop before the child has started.
        ///
        /// # Cancel safety
        ///
        /// The start runs in the caller's context. Dropped before it is done, it is dropped as well: what had started is
        /// stopped again, and nothing is kept.
    }
}

fn method(supervisor: &Supervisor, child: &Child) -> TokenStream {
    let Supervisor { vis, handle, .. } = supervisor;
    let started = child_ref(supervisor, child);
    let (header, arguments) = (supervisor.params.header(), supervisor.params.arguments());
    let bounds = &supervisor.params.bounds;
    let broken = matches!(child.start, Start::Broken(_));
    let mut generics = Vec::new();
    let mut declared = Vec::new();
    let mut names = Vec::new();
    for (index, parameter) in parameters(child).iter().enumerate() {
        let argument = &parameter.name;
        names.push(argument);
        match &parameter.ty {
            Some(ty) => declared.push(quote!(#argument: #ty)),
            None => {
                let any = format_ident!("__Any{index}");
                declared.push(quote!(#argument: #any));
                generics.push(any);
            }
        }
    }
    let body = if broken {
        quote!(async { ::core::unreachable!() })
    } else {
        quote!(self.0.start_child((#(#names,)*)))
    };
    let missing = child.docs.is_empty().then(|| {
        quote! {
            /// Starts a child, and gives its handle.
        }
    });
    let docs = &child.docs;
    let terms = terms();
    let krate = krate_at(supervisor, at_type(child));
    let output = quote_spanned! {at_type(child)=>
        impl ::core::future::Future<
            Output = ::core::result::Result<#started, #krate::StartError>
        > + ::core::marker::Send + '_
    };
    let generics = (!generics.is_empty()).then(|| quote!(<#(#generics),*>));
    quote! {
        #[allow(dead_code, unused_variables, private_bounds, private_interfaces)]
        impl #header #handle #arguments #bounds {
            #(#docs)*
            #missing
            #terms
            #vis fn start_child #generics (
                &self,
                #(#declared),*
            ) -> #output {
                #body
            }
        }
    }
}

fn template_impl(supervisor: &Supervisor, child: &Child, sent: &Sent<'_>) -> TokenStream {
    let krate = &supervisor.options.krate;
    let name = &supervisor.name;
    let (header, arguments) = (supervisor.params.header(), supervisor.params.arguments());
    let bounds = &supervisor.params.bounds;
    let ty = selected(supervisor, child);
    let types = sent.checked(argument_types(child));
    let (kept, keep, again) = keeping(supervisor, child, sent);
    let spec = spec(supervisor, child);
    let fields = fields_in_scope(supervisor);
    let start = start(supervisor, child);
    let given = ours("arguments");
    let name_fn = name_fn(supervisor, child);
    // A type that is more private than the supervisor is an error where the user has written it.
    let arguments_at = parameters(child)
        .iter()
        .find_map(|parameter| parameter.ty.as_ref())
        .map_or_else(|| at_type(child), |ty| span::at(ty.span()));
    let child_type = quote_spanned!(at_type(child)=> type Child = #ty;);
    let argument_types = quote_spanned!(arguments_at=> type Arguments = #types; type Kept = #kept;);
    quote! {
        #[automatically_derived]
        #[allow(unused_variables, unused_mut)]
        impl #header #krate::__private::DynamicSupervisor for #name #arguments #bounds {
            #child_type
            #argument_types
            const CHILD: #krate::__private::ChildOptions = #spec;

            fn keep(arguments: &Self::Arguments) -> Self::Kept {
                #keep
            }

            fn again(kept: &Self::Kept) -> ::core::option::Option<Self::Arguments> {
                #again
            }

            fn start_child<'a>(
                &'a self,
                #given: Self::Arguments,
            ) -> #krate::__private::Step<
                impl ::core::future::Future<
                    Output = ::core::result::Result<
                        #krate::Start<#ty>,
                        #krate::BoxError,
                    >
                > + ::core::marker::Send + 'a
            > {
                #fields
                #start
            }

            #name_fn
        }
    }
}

/// The name that is made of the arguments, which it sees as references.
fn name_fn(supervisor: &Supervisor, child: &Child) -> Option<TokenStream> {
    let name = name_made(supervisor, child)?;
    let fields = fields_in_scope(supervisor);
    let patterns: Vec<_> = parameters(child)
        .iter()
        .map(|parameter| match &parameter.pattern {
            Pat::Ident(_) => parameter.name.to_token_stream(),
            pattern => pattern.to_token_stream(),
        })
        .collect();
    let bindings = (!patterns.is_empty()).then(|| quote!(let (#(#patterns,)*) = arguments;));
    Some(quote! {
        fn name(
            &self,
            arguments: &Self::Arguments,
        ) -> ::core::option::Option<::std::sync::Arc<::core::primitive::str>> {
            #fields
            #bindings
            #name
        }
    })
}

/// The type of what is kept for restarts, and how to keep and use it.
fn keeping(
    supervisor: &Supervisor,
    child: &Child,
    sent: &Sent<'_>,
) -> (TokenStream, TokenStream, TokenStream) {
    if child.restart == Some("temporary") {
        return (quote!(()), quote!(), quote!(::core::option::Option::None));
    }
    let copies = |from: &str| {
        let copies = parameters(child)
            .iter()
            .enumerate()
            .map(|(index, parameter)| {
                let ty = parameter.ty.span();
                let span = span::at(ty);
                let krate = krate_at(supervisor, span);
                let from = Ident::new(from, span);
                let mut place = Index::from(index);
                place.span = span;
                quote_spanned!(span=> #krate::__private::Keep::keep(&#from.#place),)
            });
        quote!((#(#copies)*))
    };
    // Clippy finds a body of nothing but `()` odd.
    let keep = if parameters(child).is_empty() {
        quote!()
    } else {
        copies("arguments")
    };
    let again = copies("kept");
    (
        sent.checked(argument_types(child)),
        keep,
        quote!(::core::option::Option::Some(#again)),
    )
}

fn start(supervisor: &Supervisor, child: &Child) -> TokenStream {
    let krate = &supervisor.options.krate;
    let ty = selected(supervisor, child);
    let result = quote! {
        ::core::result::Result<#krate::Start<#ty>, #krate::BoxError>
    };
    let (bindings, value, awaits) = match &child.start {
        Start::Default => (None, default(supervisor, child), false),
        Start::Expr { value, awaits } => (None, value.clone(), *awaits),
        Start::Closure(closure) => (Some(bindings(closure)), body(closure), closure.awaits),
        Start::Broken(_) => (None, nothing(supervisor, child), false),
    };
    let start = into_start(supervisor, child, &value);
    if awaits {
        let span = span::at(value.span());
        quote_spanned! {span=>
            #krate::__private::Step::Pending(async move { #bindings #start })
        }
    } else {
        let closure = ours("start");
        quote! {
            let #closure = move || -> #result { #bindings #start };
            #krate::__private::Step::<::core::future::Pending<#result>>::Ready(#closure())
        }
    }
}

/// Gives the arguments the names that the closure gave them.
fn bindings(closure: &Closure) -> TokenStream {
    if closure.parameters.is_empty() {
        return TokenStream::new();
    }
    let patterns = closure
        .parameters
        .iter()
        .map(|parameter| &parameter.pattern);
    let given = ours("arguments");
    quote!(let (#(#patterns,)*) = #given;)
}

fn body(closure: &Closure) -> TokenStream {
    let body = &closure.body;
    match &closure.output {
        Some(ty) => constant::annotated(body, ty),
        None => quote!(#body),
    }
}
