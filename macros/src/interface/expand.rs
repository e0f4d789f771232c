//! The trait of the handles, and the handle to any of them.

use super::model::{Interface, Method};
use crate::handle::Marks;
use crate::handlers::{Kind, generated};
use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt as _;
use syn::{Attribute, Ident, Visibility};

pub(super) fn expand(interface: &Interface) -> TokenStream {
    let trait_ = trait_of_handles(interface);
    let handle = handle_type(interface);
    let impls = impls(interface);
    let allowed = Marks::new(&interface.attrs).allowed();
    quote! {
        #trait_
        #handle
        #allowed
        const _: () = { #impls };
    }
}

fn trait_of_handles(interface: &Interface) -> TokenStream {
    let Interface {
        attrs, vis, name, ..
    } = interface;
    let methods = interface.methods.iter().map(|method| {
        let signature = signature(interface, method, &Visibility::Inherited);
        quote!(#signature;)
    });
    let without = format!("`{{Self}}` has not the interface `{name}`");
    let joins = format!("write `#[call(interface = {name})]` on each of its handlers for it");
    quote! {
        #(#attrs)*
        #[diagnostic::on_unimplemented(
            message = #without,
            label = "the handle of another kind of actor",
            note = #joins
        )]
        #vis trait #name:
            ::core::fmt::Debug + ::core::marker::Send + ::core::marker::Sync + 'static
        {
            #(#methods)*
        }
    }
}

/// With its docs; without an end.
fn signature(interface: &Interface, method: &Method, vis: &Visibility) -> TokenStream {
    let krate = &interface.krate;
    let Method { name, attrs, .. } = method;
    let output = match method.kind {
        Kind::Call => {
            let this = syn::parse_quote!(Self);
            let value = method.reply.value_type(&this);
            let error = method.reply.error_type(&this);
            quote!(#krate::DynCall<'_, #value, #error>)
        }
        _ => quote!(::core::result::Result<(), #krate::CastError>),
    };
    let missing = (!attrs.iter().any(is_doc)).then(|| {
        let verb = match method.kind {
            Kind::Call => "Calls",
            _ => "Casts to",
        };
        let text = format!(" {verb} the handler `{name}`.");
        quote!(#[doc = #text])
    });
    let names = names(method);
    let types = method.arguments.iter().map(|(_, ty)| ty);
    quote!(#(#attrs)* #missing #vis fn #name(&self, #(#names: #types),*) -> #output)
}

fn is_doc(attr: &Attribute) -> bool {
    attr.path().is_ident("doc")
}

fn names(method: &Method) -> Vec<Ident> {
    let names = method.arguments.iter();
    names.map(|(name, _)| generated(name)).collect()
}

fn handle_type(interface: &Interface) -> TokenStream {
    let Interface {
        vis, name, handle, ..
    } = interface;
    let marks = Marks::new(&interface.attrs);
    let hidden = marks.is_hidden.then(|| quote!(#[doc(hidden)]));
    let allowed = marks.allowed();
    let docs = [
        format!(
            " A handle to any actor with the interface [`{}`].",
            name.unraw()
        ),
        String::new(),
        " Made from the handle of such an actor by `From`. It is cheap to clone.".to_owned(),
    ];
    quote! {
        #(#[doc = #docs])*
        #hidden
        #allowed
        #[allow(dead_code)]
        #vis struct #handle(::std::sync::Arc<dyn #name>);
    }
}

fn impls(interface: &Interface) -> TokenStream {
    let Interface {
        krate,
        vis,
        name,
        handle,
        ..
    } = interface;
    let methods = interface.methods.iter().map(|method| {
        let signature = signature(interface, method, vis);
        let (called, names) = (&method.name, names(method));
        quote! {
            #signature {
                #name::#called(&*self.0, #(#names),*)
            }
        }
    });
    quote! {
        #[allow(dead_code, deprecated)]
        impl #handle {
            #(#methods)*
        }

        #[automatically_derived]
        impl<Handle: #name> ::core::convert::From<Handle> for #handle {
            fn from(handle: Handle) -> Self {
                Self(::std::sync::Arc::new(handle))
            }
        }

        #[automatically_derived]
        impl ::core::clone::Clone for #handle {
            fn clone(&self) -> Self {
                Self(::core::clone::Clone::clone(&self.0))
            }
        }

        #[automatically_derived]
        impl ::core::fmt::Debug for #handle {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt(&self.0, formatter)
            }
        }

        #[automatically_derived]
        impl #krate::Compact for #handle {
            fn compact(&mut self, _: &mut #krate::Compaction) {}
            fn measure(&self, _: &mut #krate::Measure) {}
        }
    }
}
