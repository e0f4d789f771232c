//! What goes from thread to thread: that it may is asked once for each type, where the user wrote it.
//!
//! A type that is not `Send` makes half of the generated code wrong, and each place would be an error of its own. So
//! the questions stand in a constant, and what would be wrong has a type that depends on it: when a question has no
//! good answer, that type is unknown to the compiler, which has nothing to say of what follows.

use crate::generics::Params;
use crate::span;
use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Attribute, Path, Type};

pub(crate) struct Sent<'a> {
    krate: &'a Path,
    params: &'a Params,
    questions: TokenStream,
}

impl<'a> Sent<'a> {
    pub(crate) fn new(krate: &'a Path, params: &'a Params) -> Self {
        Self {
            krate,
            params,
            questions: TokenStream::new(),
        }
    }

    /// Whether there is a question about the type. A constant knows nothing of the parameters.
    pub(crate) fn asks(&self, ty: &TokenStream) -> bool {
        !is_sent(ty) && !self.params.are_in(ty)
    }

    /// Asks by the function of that name in the runtime.
    pub(crate) fn ask(&mut self, by: &str, cfgs: &[Attribute], ty: &TokenStream) {
        if !self.asks(ty) {
            return;
        }
        let span = span::at(ty.span());
        let krate = span::move_to(span, self.krate);
        let by = Ident::new(by, span);
        self.questions.extend(quote_spanned! {span=>
            #(#cfgs)*
            #krate::__private::#by::<#ty>();
        });
    }

    /// The questions.
    pub(crate) fn definition(&self) -> Option<TokenStream> {
        let (krate, questions) = (self.krate, &self.questions);
        (!questions.is_empty()).then(|| {
            quote! {
                #[allow(deprecated)]
                type __Sent = #krate::__private::If<{ #questions true }>;
            }
        })
    }

    /// `ty` where all that was asked is `Send`.
    pub(crate) fn checked(&self, ty: impl ToTokens) -> TokenStream {
        if self.questions.is_empty() {
            return ty.into_token_stream();
        }
        let krate = self.krate;
        quote!(<__Sent as #krate::__private::Checked<#ty>>::Type)
    }
}

/// Whether it is a type of the language, or `String`.
pub(crate) fn is_of_the_language(ty: &Type) -> bool {
    is_sent(&ty.to_token_stream())
}

/// The same: they need no question.
fn is_sent(ty: &TokenStream) -> bool {
    let mut tokens = ty.clone().into_iter();
    match (tokens.next(), tokens.next()) {
        (Some(TokenTree::Ident(name)), None) => SENT.iter().any(|sent| name == sent),
        (Some(TokenTree::Group(group)), None) => group.stream().is_empty(),
        _ => false,
    }
}

const SENT: &[&str] = &[
    "String", "bool", "char", "f32", "f64", "i128", "i16", "i32", "i64", "i8", "isize", "u128",
    "u16", "u32", "u64", "u8", "usize",
];
