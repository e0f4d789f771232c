//! Values of attributes that are constants: the macros cannot read them, so the compiler checks them.

use crate::supervisor::mentions_self;
use crate::{duration, span};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, format_ident, quote, quote_spanned};
use syn::spanned::Spanned as _;
use syn::{Attribute, LitInt, Path, Type};

/// A value, as code.
pub(crate) struct Constant {
    /// Where it is looked at, also where nothing uses it.
    pub(crate) item: Option<TokenStream>,
    pub(crate) value: TokenStream,
}

/// What a value must be.
#[derive(Clone, Copy)]
pub(crate) enum Rule {
    Period,
    StartTimeout,
    Capacity,
}

impl Rule {
    /// The function of the runtime that holds it.
    fn check(self) -> &'static str {
        match self {
            Self::Period => "period",
            Self::StartTimeout => "start_timeout",
            Self::Capacity => "capacity",
        }
    }

    fn ty(self) -> TokenStream {
        match self {
            Self::Period | Self::StartTimeout => quote!(::core::time::Duration),
            Self::Capacity => quote!(::core::primitive::usize),
        }
    }

    /// The macros have looked at what is written out.
    fn is_known(self, value: &TokenStream) -> bool {
        match self {
            Self::Period | Self::StartTimeout => duration::in_code(value).is_some(),
            Self::Capacity => syn::parse2::<LitInt>(value.clone()).is_ok(),
        }
    }
}

/// A value that `rule` holds for. It has a constant of its own, named after `of`, unless it is `inside` of what has
/// parameters, where no constant beside it can know them.
pub(crate) fn checked(
    rule: Rule,
    value: &TokenStream,
    (of, cfgs): (&Ident, &[Attribute]),
    krate: &Path,
    inside: bool,
) -> Constant {
    if rule.is_known(value) {
        let value = value.clone();
        return Constant { item: None, value };
    }
    let span = span::at(value.span());
    let (krate, check) = (span::move_to(span, krate), Ident::new(rule.check(), span));
    let path = quote_spanned!(span=> #krate::__private::constants::#check);
    if inside || mentions_self(value.clone()) {
        let value = quote_spanned!(span=> #path(#value));
        return Constant { item: None, value };
    }
    let of = syn::ext::IdentExt::unraw(of);
    let name = format_ident!("__{check}_{of}", span = Span::call_site());
    let ty = rule.ty();
    let item = quote_spanned! {span=>
        #(#cfgs)*
        #[allow(non_upper_case_globals)]
        const #name: #ty = #value;
        #(#cfgs)*
        const _: #ty = #path(#name);
    };
    Constant {
        item: Some(item),
        value: name.to_token_stream(),
    }
}

/// A time, of which the compiler says where it is written that it is of another type, and not where the runtime takes it.
pub(crate) fn time(value: &TokenStream) -> TokenStream {
    typed(value, &quote!(::core::time::Duration))
}

/// The same of another type.
pub(crate) fn typed(value: &TokenStream, ty: &TokenStream) -> TokenStream {
    let is_literal = syn::parse2::<syn::Lit>(value.clone()).is_ok();
    if is_literal || duration::in_code(value).is_some() {
        return value.clone();
    }
    let span = span::at(value.span());
    let name = value_name(span);
    let ty = span::move_to(span, ty);
    quote_spanned!(span=> { let #name: #ty = #value; #name })
}

/// An expression of a type that is written beside it.
pub(crate) fn annotated(value: &TokenStream, ty: &Type) -> TokenStream {
    let name = value_name(Span::call_site());
    quote!({ let #name: #ty = #value; #name })
}

/// A name that hides nothing of the user's: a constant cannot be hidden.
fn value_name(span: Span) -> Ident {
    Ident::new("__value", Span::mixed_site().located_at(span))
}
