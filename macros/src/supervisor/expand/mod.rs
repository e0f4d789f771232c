//! The handle type and the impls that the runtime needs.

mod constants;
mod declaration;
mod fixed;
mod handles;
mod on_demand;
mod partitions;
mod specified;
mod start;

use self::start::into_start;
use super::model::{AutoShutdown, Child, Registered, Strategy, Supervisor};
use crate::{constant, handle, sent, span};
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::Ident;
use syn::ext::IdentExt as _;
use syn::spanned::Spanned;

/// The struct without its children, and everything beside it.
pub(super) fn expand(supervisor: &Supervisor) -> TokenStream {
    let item = &supervisor.item;
    let handle = handle_type(supervisor);
    let default = default_impl(supervisor);
    let methods = handle_methods(supervisor);
    let supervisor_impl = supervisor_impl(supervisor);
    let child_impl = child_impl(supervisor);
    let erased = erased(supervisor);
    let children = if supervisor.takes_specs() {
        specified::expand(supervisor)
    } else if supervisor.is_dynamic() {
        on_demand::expand(supervisor)
    } else if let Some(partitions) = supervisor.partitions() {
        partitions::expand(supervisor, partitions)
    } else {
        fixed::expand(supervisor)
    };
    let outlives = sent::outlives(&supervisor.options.krate, &supervisor.params);
    let required = required(supervisor);
    let handles = handles::questions(supervisor);
    let checks = declaration::checks(supervisor);
    let krate = &supervisor.options.krate;
    let constants = constants::items(supervisor);
    // Its one child is all that such a supervisor has.
    let has_one = supervisor.is_dynamic() || supervisor.partitions().is_some();
    let allowed = supervisor.marks.allowed();
    let allowed = allowed.or_else(|| allowed_names(supervisor).filter(|_| has_one));
    quote! {
        #item
        #handle
        #allowed
        const _: () = {
            #default
            #[allow(unused_imports)]
            use #krate::__private::AnswersNo as _;
            #outlives
            #required
            #handles
            #methods
            #erased
            #supervisor_impl
            #child_impl
            #children
            #(#constants)*
            #checks
        };
    }
}

/// For what names the types of children, and nothing else of the user's: in a start all that is deprecated is told of, unless it is
/// the child's own that may be.
fn allowed_names(supervisor: &Supervisor) -> Option<TokenStream> {
    let mut children = supervisor.children.iter();
    let any = children.any(|child| child.is_deprecated);
    handle::allowed(any)
}

/// Asks what the children ask of the parameters.
fn required(supervisor: &Supervisor) -> Option<TokenStream> {
    let questions = &supervisor.questions;
    let own = supervisor.params.own().clone().outliving();
    let (header, bounds) = (own.header(), &own.bounds);
    let allowed = allowed_names(supervisor);
    (!questions.is_empty()).then(|| {
        quote! {
            #allowed
            #[allow(dead_code)]
            fn __children #header () #bounds { #questions }
        }
    })
}

fn handle_type(supervisor: &Supervisor) -> TokenStream {
    let krate = &supervisor.options.krate;
    let name = &supervisor.name;
    let arguments = supervisor.params.arguments();
    let what = if supervisor.is_dynamic() {
        " It is cheap to clone, and starts children on demand."
    } else if supervisor.partitions().is_some() {
        " It is cheap to clone, and finds the child for a key."
    } else {
        " It is cheap to clone, and has a method for each child."
    };
    handle::newtype(&handle::Newtype {
        krate,
        vis: &supervisor.vis,
        name: &supervisor.handle,
        params: &supervisor.params,
        route: None,
        inner: quote!(#krate::SupervisorRef<#name #arguments>),
        docs: vec![
            format!(" A handle to a [`{}`].", name.unraw()),
            String::new(),
            what.to_owned(),
        ],
        marks: supervisor.marks,
    })
}

/// A supervisor that is started with nothing can be a child without a `start`.
fn default_impl(supervisor: &Supervisor) -> Option<TokenStream> {
    let Supervisor { name, params, .. } = supervisor;
    if !supervisor.plain.is_empty() || supervisor.derives_default {
        return None;
    }
    let (header, arguments) = (params.header(), params.arguments());
    let bounds = &params.bounds;
    Some(quote! {
        #[automatically_derived]
        impl #header ::core::default::Default for #name #arguments #bounds {
            fn default() -> Self {
                Self {}
            }
        }
    })
}

fn handle_methods(supervisor: &Supervisor) -> TokenStream {
    let krate = &supervisor.options.krate;
    let Supervisor {
        vis, name, handle, ..
    } = supervisor;
    let (header, arguments) = (supervisor.params.header(), supervisor.params.arguments());
    let bounds = &supervisor.params.bounds;
    let (kind, door) = match supervisor.partitions() {
        Some(_) => (
            Some(quote!(, #krate::Partitioned)),
            quote!(door_of_partitions),
        ),
        None => (None, quote!(door)),
    };
    quote! {
        #[allow(dead_code)]
        impl #header #handle #arguments #bounds {
            /// Stops the children in reverse order, then the supervisor, and waits for it.
            #vis fn stop(&self) -> #krate::Stopping {
                self.0.stop()
            }

            /// The running tree below this supervisor, to be printed.
            #vis fn tree(&self) -> #krate::Tree {
                self.0.tree()
            }

            /// Inspection and administration of the children, by name.
            #vis fn supervisor(&self) -> #krate::SupervisorDoor<'_, #name #arguments #kind> {
                self.0.#door()
            }
        }
    }
}

fn erased(supervisor: &Supervisor) -> TokenStream {
    let (handle, arguments) = (&supervisor.handle, supervisor.params.arguments());
    handle::erased(
        &supervisor.options.krate,
        &quote!(#handle #arguments),
        &supervisor.params.header().into_token_stream(),
        &supervisor.params.bounds.to_token_stream(),
    )
}

fn supervisor_impl(supervisor: &Supervisor) -> TokenStream {
    let krate = &supervisor.options.krate;
    let Supervisor { name, handle, .. } = supervisor;
    let (header, arguments) = (supervisor.params.header(), supervisor.params.arguments());
    let bounds = &supervisor.params.bounds;
    let options = options(supervisor);
    let share = share(supervisor);
    let node = if supervisor.takes_specs() {
        quote!(DynamicNode<Self, #krate::__private::Specified>)
    } else if supervisor.is_dynamic() {
        quote!(DynamicNode<Self>)
    } else {
        quote!(StaticNode<Self>)
    };
    quote! {
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #header #krate::Supervisor for #name #arguments #bounds {
            type Ref = #handle #arguments;
            type Node = #krate::__private::#node;
            const OPTIONS: #krate::__private::SupervisorOptions = #options;
            fn wrap(node: #krate::SupervisorRef<Self>) -> Self::Ref {
                #handle(node)
            }
            #share
        }
    }
}

fn options(supervisor: &Supervisor) -> TokenStream {
    let options = &supervisor.options;
    let krate = &options.krate;
    let name = supervisor.name.to_string();
    let strategy = match options.strategy {
        Strategy::OneForOne => quote!(OneForOne),
        Strategy::OneForAll => quote!(OneForAll),
        Strategy::RestForOne => quote!(RestForOne),
        Strategy::SimpleOneForOne => quote!(SimpleOneForOne),
    };
    let intensity = options.intensity.as_ref().map(|restarts| {
        let restarts = constant::typed(restarts, &quote!(::core::primitive::u32));
        quote!(.intensity(#restarts))
    });
    let period = constants::period(supervisor).map(|period| {
        let time = period.value;
        quote!(.period(#time))
    });
    let auto_shutdown = match options.auto_shutdown {
        Some(AutoShutdown::AnySignificant) => Some(quote!(AnySignificant)),
        Some(AutoShutdown::AllSignificant) => Some(quote!(AllSignificant)),
        Some(AutoShutdown::Never) | None => None,
    }
    .filter(|_| !supervisor.is_dynamic())
    .map(|when| quote!(.auto_shutdown(#krate::__private::AutoShutdown::#when)));
    let after = options
        .hibernate_after
        .as_ref()
        .or(options.auto_hibernation.as_ref())
        .map(|after| match after {
            Some(time) => {
                let time = constant::time(time);
                quote!(.hibernate_after(::core::option::Option::Some(#time)))
            }
            None => quote!(.hibernate_after(::core::option::Option::None)),
        });
    let limit = options
        .max_children
        .as_ref()
        .filter(|_| supervisor.is_dynamic())
        .map(|limit| {
            let limit = constant::typed(limit, &quote!(::core::primitive::usize));
            quote!(.max_children(#limit))
        });
    let start = if supervisor.takes_specs() {
        quote!(#krate::__private::SupervisorOptions::dynamic(#name))
    } else {
        let new = match supervisor.partitions() {
            Some(_) => quote!(partitioned),
            None => quote!(new),
        };
        quote! {
            #krate::__private::SupervisorOptions::#new(
                #name,
                #krate::__private::Strategy::#strategy,
            )
        }
    };
    quote! {
        #start #intensity #period #auto_shutdown #after #limit
    }
}

fn child_impl(supervisor: &Supervisor) -> TokenStream {
    let krate = &supervisor.options.krate;
    let declaration = declaration::constant(supervisor);
    let allowed = allowed_names(supervisor);
    let Supervisor { name, handle, .. } = supervisor;
    let (header, arguments) = (supervisor.params.header(), supervisor.params.arguments());
    let bounds = &supervisor.params.bounds;
    let span = span::at(name.span());
    let (name_at, krate_at) = (span::move_to(span, name), krate_at(supervisor, span));
    let travels = quote_spanned! {span=>
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #header #krate_at::__private::Travels for #name_at #arguments #bounds {}
    };
    quote! {
        #travels

        #allowed
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #header #krate::__private::Child for #name #arguments #bounds {
            type Ref = #handle #arguments;
            #declaration
            #krate::__private::supervisor_child!(#handle);
        }
    }
}

/// The span of generated code that is about a child's type.
fn at_type(child: &Child) -> Span {
    span::at(child.ty.span())
}

fn krate_at(supervisor: &Supervisor, span: Span) -> TokenStream {
    span::move_to(span, &supervisor.options.krate)
}

/// `<Store as Child>::Ref`
fn child_ref(supervisor: &Supervisor, child: &Child) -> TokenStream {
    let krate = krate_at(supervisor, at_type(child));
    let ty = handles::checked(supervisor, child);
    quote_spanned!(at_type(child)=> <#ty as #krate::__private::Child>::Ref)
}

/// `If<true>`, when the child is one; of a type with parameters nobody can ask.
fn selection(supervisor: &Supervisor, child: &Child) -> Option<TokenStream> {
    let krate = krate_at(supervisor, at_type(child));
    let ty = handles::checked(supervisor, child);
    let asks = !supervisor.params.are_in(&ty);
    asks.then(|| {
        quote_spanned! {at_type(child)=>
            <#krate::__private::If<{ #krate::__private::IsChild::<#ty>::ANSWER }>
                as #krate::__private::Select<#ty>>
        }
    })
}

/// The child's type, for all places but the one that checks it.
fn selected(supervisor: &Supervisor, child: &Child) -> TokenStream {
    match selection(supervisor, child) {
        Some(selection) => quote_spanned!(at_type(child)=> #selection::Child),
        None => handles::checked(supervisor, child),
    }
}

/// What the supervisor has to know of a child.
fn spec(supervisor: &Supervisor, child: &Child) -> TokenStream {
    let krate = &supervisor.options.krate;
    let ty = selected(supervisor, child);
    let name = syn::ext::IdentExt::unraw(&child.name).to_string();
    let restart = match child.restart {
        Some("transient") => quote!(Transient),
        Some("temporary") => quote!(Temporary),
        _ => quote!(Permanent),
    };
    let shutdown = child
        .shutdown
        .as_ref()
        .map(|shutdown| quote!(.shutdown(#shutdown)));
    let significant = child.significant.as_ref().map(|_| quote!(.significant()));
    let drain = child.drain.as_ref().map(|_| quote!(.drain()));
    let backoff = constants::backoff(supervisor, child);
    let backoff = backoff.map(|backoff| quote!(.backoff(#backoff)));
    let limit = constants::start_timeout(supervisor, child).map(|limit| {
        let limit = limit.value;
        quote!(.start_timeout(#limit))
    });
    let located = krate_at(supervisor, at_type(child));
    let of = quote_spanned!(at_type(child)=> #located::__private::ChildOptions::of::<#ty>(#name));
    let registered = match &child.registered {
        Some(Registered::Literal(name)) => {
            Some(quote_spanned!(at_type(child)=> .registered::<#ty>(#name)))
        }
        Some(Registered::Expr(_)) => Some(quote!(.named_at_start())),
        None => None,
    };
    let restart = quote!(#krate::__private::Restart::#restart);
    quote!(#of.restart(#restart) #shutdown #significant #drain #backoff #limit #registered)
}

/// The name that is made by an expression, as an `Arc<str>`.
fn name_made(supervisor: &Supervisor, child: &Child) -> Option<TokenStream> {
    let Some(Registered::Expr(value)) = &child.registered else {
        return None;
    };
    let ty = selected(supervisor, child);
    let located = krate_at(supervisor, at_type(child));
    let checked = quote_spanned!(at_type(child)=> #located::__private::can_be_named::<#ty>(););
    let span = span::at(value.span());
    let krate = krate_at(supervisor, span);
    let name = quote_spanned!(span=> #krate::__private::IntoName::into_name(#value));
    Some(quote!(#checked ::core::option::Option::Some(#name)))
}

/// A name of ours where the user's fields and siblings are in scope, and constants that no other name may hide.
fn ours(name: &str) -> Ident {
    Ident::new(&format!("__{name}"), Span::mixed_site())
}

/// Where a field that is not `Sync` is an error, at the name of the supervisor.
fn share(supervisor: &Supervisor) -> TokenStream {
    let span = span::at(supervisor.name.span());
    let krate = krate_at(supervisor, span);
    quote_spanned! {span=>
        fn share(self) -> #krate::__private::Fields<Self> {
            #krate::__private::Fields::new(self)
        }
    }
}

/// Makes the fields that stay known by name, as references.
fn fields_in_scope(supervisor: &Supervisor) -> Option<TokenStream> {
    if supervisor.plain.is_empty() {
        return None;
    }
    let fields = supervisor.plain.iter().map(|field| {
        let (cfgs, name) = (&field.cfgs, &field.name);
        quote!(#(#cfgs)* #name,)
    });
    Some(quote!(let Self { #(#fields)* .. } = self;))
}

/// The start of a child without a `start`. Of what is no child nothing else is said.
fn default(supervisor: &Supervisor, child: &Child) -> TokenStream {
    let ty = selected(supervisor, child);
    let krate = krate_at(supervisor, at_type(child));
    quote_spanned! {at_type(child)=>
        #krate::__private::IntoStart::<#ty>::into_start(
            <#ty as #krate::__private::StartsByDefault>::by_default(),
        )
    }
}

/// Stands for a start that is wrong, and reported.
fn nothing(supervisor: &Supervisor, child: &Child) -> TokenStream {
    let krate = &supervisor.options.krate;
    let ty = handles::checked(supervisor, child);
    quote!(#krate::Start::<#ty>::Ignore)
}
