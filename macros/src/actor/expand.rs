//! The handle type, its common methods, and the impls that the runtime needs.

use super::model::{Actor, Field, Policy};
use crate::handle;
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

pub(super) fn expand(actor: &Actor) -> TokenStream {
    let handle = handle_type(actor);
    let methods = handle_methods(actor);
    let actor_impl = actor_impl(actor);
    let child_impl = child_impl(actor);
    quote! {
        #handle
        const _: () = {
            #methods
            #actor_impl
            #child_impl
        };
    }
}

fn handle_type(actor: &Actor) -> TokenStream {
    let krate = &actor.options.krate;
    let name = &actor.name;
    let arguments = actor.params.arguments();
    let route = handle::route_name(&actor.params.written);
    handle::newtype(&handle::Newtype {
        vis: &actor.vis,
        name: &actor.handle,
        params: &actor.params,
        route: Some((
            quote!(#route),
            quote!(#krate::Route),
            quote!(#krate::Single),
        )),
        inner: quote!(#krate::ActorRef<#name #arguments, #route>),
        docs: vec![
            format!(" A handle to a [`{name}`]."),
            String::new(),
            " It is cheap to clone, and stays valid when the actor is restarted or sleeps."
                .to_owned(),
        ],
    })
}

fn handle_methods(actor: &Actor) -> TokenStream {
    let krate = &actor.options.krate;
    let Actor {
        vis, name, handle, ..
    } = actor;
    let arguments = actor.params.arguments();
    let bounded = &actor.params.bounded;
    let names = &actor.params.names;
    let route = handle::route_name(&actor.params.written);
    let bounds = bounds(actor);
    quote! {
        #[allow(dead_code)]
        impl<#(#bounded,)* #route: #krate::Route> #handle<#(#names,)* #route> #bounds {
            /// Stops the actor, and waits until it has ended.
            ///
            /// The handler that runs is finished; calls that still wait get an error.
            #vis fn stop(&self) -> #krate::Stopping {
                self.0.stop()
            }

            /// The actor as a tree of one, to be printed.
            #vis fn tree(&self) -> #krate::Tree {
                self.0.tree()
            }

            /// Inspection: status, generation, queue and memory, without waking the actor.
            #vis fn actor(&self) -> #krate::ActorDoor<'_, #name #arguments> {
                self.0.door()
            }
        }
    }
}

fn actor_impl(actor: &Actor) -> TokenStream {
    let krate = &actor.options.krate;
    let Actor { name, handle, .. } = actor;
    let (header, arguments) = (actor.params.header(), actor.params.arguments());
    let bounds = bounds(actor);
    let policy = match actor.options.policy {
        Policy::Always => quote!(Always),
        Policy::May => quote!(May),
        Policy::Never => quote!(Never),
    };
    let text = name.to_string();
    let after = actor
        .options
        .hibernate_after
        .as_ref()
        .map(|after| quote!(.hibernate_after(#after)));
    let compact = actor.fields.iter().map(|field| compact(field, actor));
    let measure = actor.fields.iter().map(|field| measure(field, actor));
    let span = proc_macro2::Span::call_site().located_at(name.span());
    let target = quote_spanned!(span=> #krate::Actor for #name #arguments);
    quote! {
        #[automatically_derived]
        #[allow(unused_imports, unused_variables, deprecated)]
        impl #header #target #bounds {
            type Ref = #handle #arguments;
            type Policy = #krate::__private::#policy;
            const OPTIONS: #krate::__private::ActorOptions =
                #krate::__private::ActorOptions::new(#text) #after;
            fn handle_from(actor: #krate::ActorRef<Self>) -> Self::Ref {
                #handle(actor)
            }
            fn compact(&mut self, compaction: &mut #krate::Compaction) {
                use #krate::__private::{CompactField as _, LeaveField as _};
                #(#compact)*
            }
            fn measure(&self, measure: &mut #krate::Measure) {
                use #krate::__private::{MeasureField as _, SkipField as _};
                #(#measure)*
            }
        }
    }
}

/// By autoref: the trait of the runtime is taken when the field's type has it.
fn compact(field: &Field, actor: &Actor) -> TokenStream {
    let krate = &actor.options.krate;
    let Field { member, cfgs, ty } = field;
    let span = proc_macro2::Span::call_site().located_at(ty.span());
    quote_spanned! {span=>
        #(#cfgs)*
        (&mut #krate::__private::Field(&mut self.#member)).compact(compaction);
    }
}

fn measure(field: &Field, actor: &Actor) -> TokenStream {
    let krate = &actor.options.krate;
    let Field { member, cfgs, ty } = field;
    let span = proc_macro2::Span::call_site().located_at(ty.span());
    quote_spanned! {span=>
        #(#cfgs)*
        (&#krate::__private::FieldRef(&self.#member)).measure(measure);
    }
}

fn child_impl(actor: &Actor) -> TokenStream {
    let krate = &actor.options.krate;
    let Actor { name, handle, .. } = actor;
    let (header, arguments) = (actor.params.header(), actor.params.arguments());
    let bounds = bounds(actor);
    quote! {
        #[automatically_derived]
        impl #header #krate::__private::Child for #name #arguments #bounds {
            type Ref = #handle #arguments;
            #krate::__private::actor_child!();
        }
    }
}

/// The impl block of the handlers may ask more of the parameters than the struct does. The
/// bound is not on `Actor` itself: it would hide the associated types of the impl.
fn bounds(actor: &Actor) -> TokenStream {
    if actor.params.is_empty() {
        return TokenStream::new();
    }
    let krate = &actor.options.krate;
    let name = &actor.name;
    let arguments = actor.params.arguments();
    actor
        .params
        .bounds_and(quote!(#name #arguments: #krate::Handlers))
}
