//! The handle type, its common methods, and the impls that the runtime needs.

use super::check::may_freeze;
use super::model::{Actor, Field, Policy};
use crate::constant::{self, Constant, Rule};
use crate::{frozen, handle, span};
use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote, quote_spanned};
use syn::{Ident, Member, ext::IdentExt as _, spanned::Spanned};

pub(super) fn expand(actor: &Actor) -> TokenStream {
    let handle = handle_type(actor);
    let methods = handle_methods(actor);
    let actor_impl = actor_impl(actor);
    let erased = erased(actor);
    let has_name = has_name(actor);
    let hibernates = hibernates_somehow(actor);
    let ticks = ticks_leave_time(actor);
    let frozen = can_be_frozen(actor);
    let room = actor.options.mailbox.as_ref();
    let room = room.map(|room| capacity(actor, room).item);
    let allowed = actor.marks.allowed();
    quote! {
        #handle
        #allowed
        const _: () = {
            #room
            #methods
            #erased
            #actor_impl
            #has_name
            #hibernates
            #ticks
            #frozen
        };
    }
}

fn capacity(actor: &Actor, room: &TokenStream) -> Constant {
    let inside = !actor.params.is_empty();
    let of = (&actor.name, &[][..]);
    constant::checked(Rule::Capacity, room, of, &actor.options.krate, inside)
}

/// Who writes `hibernate = may` out wants to know that it can happen.
fn hibernates_somehow(actor: &Actor) -> Option<TokenStream> {
    let options = &actor.options;
    let key = options.may_key.as_ref()?;
    let asks = options.policy == Policy::May && options.hibernate_after_key.is_none();
    // Of a generic actor the compiler knows too late.
    if !asks || !actor.params.is_empty() {
        return None;
    }
    let span = span::at(key.span());
    let krate = span::move_to(span, &options.krate);
    let name = generated_name(actor);
    Some(quote_spanned! {span=>
        const _: () = #krate::__private::hibernates_somehow(
            <#name as #krate::Handlers>::HANDLERS,
        );
    })
}

/// The ticks are declared with the handlers.
fn ticks_leave_time(actor: &Actor) -> Option<TokenStream> {
    let options = &actor.options;
    options.hibernate_after.as_ref()?;
    // Of a generic actor the compiler knows too late.
    if options.policy == Policy::Never || !actor.params.is_empty() {
        return None;
    }
    let span = span::at(options.hibernate_after_at);
    let krate = span::move_to(span, &options.krate);
    let name = span::move_to(span, &actor.name);
    Some(quote_spanned! {span=>
        const _: () = #krate::__private::check_ticks(
            <#name as #krate::__private::Child>::DECLARATION,
        );
    })
}

/// The type can be asked for its one actor.
fn has_name(actor: &Actor) -> Option<TokenStream> {
    let registered = actor.options.registered.as_ref()?;
    let krate = &actor.options.krate;
    let name = &actor.name;
    let (header, arguments) = (actor.params.header(), actor.params.arguments());
    let bounds = bounds(actor);
    Some(quote! {
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #header #krate::__private::HasName for #name #arguments #bounds {
            const NAME: &'static ::core::primitive::str = #registered;
        }
    })
}

fn handle_type(actor: &Actor) -> TokenStream {
    let krate = &actor.options.krate;
    let name = &actor.name;
    let arguments = actor.params.arguments();
    let route = handle::route_name(&actor.params.written);
    handle::newtype(&handle::Newtype {
        krate,
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
            format!(" A handle to a [`{}`].", name.unraw()),
            String::new(),
            " It is cheap to clone, and stays valid when the actor is restarted or sleeps."
                .to_owned(),
        ],
        marks: actor.marks,
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

fn erased(actor: &Actor) -> TokenStream {
    let (handle, arguments) = (&actor.handle, actor.params.arguments());
    handle::erased(
        &actor.options.krate,
        &quote!(#handle #arguments),
        &actor.params.header().into_token_stream(),
        &bounds(actor).into_token_stream(),
    )
}

fn actor_impl(actor: &Actor) -> TokenStream {
    let krate = &actor.options.krate;
    let handle = &actor.handle;
    let span = span::at(actor.name.span());
    let name = generated_name(actor);
    let krate = span::move_to(span, krate);
    let (header, arguments) = (actor.params.header(), actor.params.arguments());
    let (bounds, own_bounds) = (bounds(actor), &actor.params.bounds);
    let policy = match actor.options.policy {
        Policy::Always => quote!(Always),
        Policy::May => quote!(May),
        Policy::Never => quote!(Never),
    };
    let text = actor.name.unraw().to_string();
    let after = actor.options.hibernate_after.as_ref().map(|after| {
        let after = constant::time(after);
        quote!(.hibernate_after(#after))
    });
    let freeze = actor.options.freeze_after.as_ref().map(|after| {
        let after = constant::time(after);
        quote!(.freeze_after(#after))
    });
    let mailbox = actor.options.mailbox.as_ref().map(|capacity| {
        let overflow = match actor.options.overflow {
            Some("error") => quote!(Error),
            Some("drop_oldest") => quote!(DropOldest),
            Some("drop_newest") => quote!(DropNewest),
            _ => quote!(Wait),
        };
        let capacity = self::capacity(actor, capacity).value;
        quote!(.mailbox(#capacity, #krate::Overflow::#overflow))
    });
    let clears = actor.options.clears.then(|| quote!(.clear_on_restart()));
    let keep = keep(actor, &krate);
    let registered = actor
        .options
        .registered
        .as_ref()
        .map(|_| quote!(.registered(<Self as #krate::__private::HasName>::NAME)));
    let freezes = freezes(actor);
    let compact = actor
        .fields
        .iter()
        .map(|field| compact(field, actor, freezes));
    let measure = actor.fields.iter().map(|field| measure(field, actor));
    quote_spanned! {span=>
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #header #krate::__private::HasPolicy for #name #arguments #own_bounds {
            type Policy = #krate::__private::#policy;
        }

        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        #[allow(unused_imports, unused_variables, deprecated)]
        impl #header #krate::Actor for #name #arguments #bounds {
            type Ref = #handle #arguments;
            const OPTIONS: #krate::__private::ActorOptions =
                #krate::__private::ActorOptions::new(#text) #after #freeze #mailbox #clears #registered;
            const POSITION: #krate::__private::Position = #krate::__private::Position::new(
                ::core::module_path!(),
                ::core::line!(),
                ::core::column!(),
            );
            #keep
            fn handle_from(actor: #krate::ActorRef<Self>) -> Self::Ref {
                #handle(actor)
            }
            fn actor_of(handle: &Self::Ref) -> &#krate::ActorRef<Self> {
                &handle.0
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

/// The fields that the next incarnation takes over.
fn keep(actor: &Actor, krate: &TokenStream) -> Option<TokenStream> {
    let kept = || actor.fields.iter().filter(|field| field.keep);
    let take: TokenStream = kept().map(|field| take(field, actor, krate)).collect();
    let give: TokenStream = kept().map(give).collect();
    (!take.is_empty()).then(|| {
        quote! {
            const KEEPS: bool = true;
            fn keep(&mut self, kept: &mut #krate::__private::Kept) {
                #take
            }
            fn restore(&mut self, kept: &mut #krate::__private::Kept) {
                #give
            }
        }
    })
}

/// Of a type with parameters nobody knows whether it is `Send` but by the bounds.
fn take(field: &Field, actor: &Actor, krate: &TokenStream) -> TokenStream {
    let Field {
        member, cfgs, ty, ..
    } = field;
    let span = span::at(ty.span());
    if !actor.params.is_empty() {
        return quote_spanned! {span=>
            #(#cfgs)*
            kept.take(&mut self.#member);
        };
    }
    let krate = span::move_to(span, krate);
    quote_spanned! {span=>
        #(#cfgs)*
        {
            use #krate::__private::KeepsNothing as _;
            #krate::__private::Keeping(&mut self.#member).take(kept);
        }
    }
}

fn give(field: &Field) -> TokenStream {
    let Field {
        member, cfgs, ty, ..
    } = field;
    let span = span::at(ty.span());
    quote_spanned! {span=>
        #(#cfgs)*
        kept.give(&mut self.#member);
    }
}

/// Whether its fields may be frozen: it is said here, or in a configuration for what is seen to be one that can.
fn freezes(actor: &Actor) -> bool {
    let mut fields = actor.fields.iter();
    actor.options.freeze_after.is_some() || fields.any(|field| frozen::is_named(&field.ty))
}

/// What is frozen must be thawed again.
fn can_be_frozen(actor: &Actor) -> Option<TokenStream> {
    let fields = actor.fields.iter();
    let asked = fields
        .filter(|field| freezes(actor) && may_freeze(&field.ty))
        .map(|field| (&field.cfgs[..], &field.ty));
    frozen::questions(&actor.options.krate, &actor.params, &actor.name, asked)
}

/// By autoref: the trait of the runtime is taken when the field's type has it.
fn compact(field: &Field, actor: &Actor, freezes: bool) -> TokenStream {
    let krate = &actor.options.krate;
    let Field {
        member, cfgs, ty, ..
    } = field;
    let span = span::at(ty.span());
    // Told only where it may freeze, for the one message that says that it cannot be thawed.
    let enter = freezes.then(|| {
        let name = match member {
            Member::Named(name) => name.unraw().to_string(),
            Member::Unnamed(index) => index.index.to_string(),
        };
        quote!(#(#cfgs)* compaction.enter_field(#name);)
    });
    quote_spanned! {span=>
        #enter
        #(#cfgs)*
        (&mut #krate::__private::Field(&mut self.#member)).compact(compaction);
    }
}

fn measure(field: &Field, actor: &Actor) -> TokenStream {
    let krate = &actor.options.krate;
    let Field {
        member, cfgs, ty, ..
    } = field;
    let span = span::at(ty.span());
    quote_spanned! {span=>
        #(#cfgs)*
        (&#krate::__private::FieldRef(&self.#member)).measure(measure);
    }
}

/// The actor's name in generated code. All of an impl stands where it does, so that one
/// mistake is one error.
fn generated_name(actor: &Actor) -> Ident {
    let mut name = actor.name.clone();
    name.set_span(span::at(name.span()));
    name
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
        .bounds_and(quote!(#name #arguments: #krate::Handlers + ::core::marker::Send))
}
