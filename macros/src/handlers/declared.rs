//! What the struct of a generic actor asks of its parameters.
//!
//! A block that does not repeat it is an error of the compiler's own, at its type. The generated code takes it for granted,
//! so that it is no error there as well.

use super::parse::ImplBlock;
use crate::generics::{arguments, name};
use crate::{beside, generics, handle, looks, types};
use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens as _, quote};
use syn::{GenericArgument, GenericParam, Generics, PathArguments, Type, parse_quote};

/// Whether the block has no parameter of its own, and as many arguments as its struct has parameters, as far as the file shows it, and its parameters
/// with what the struct asks of them.
pub(super) fn required(block: &ImplBlock) -> Result<Generics, Mismatch> {
    let own = || block.generics.clone();
    let declared = declared(block);
    let arguments = arguments(&block.self_ty);
    if has_stray_parameter(block) {
        return Err(Mismatch {
            needs_none: match &declared {
                Some(declared) => declared.params.iter().all(has_default),
                None => arguments.is_empty(),
            },
        });
    }
    let Some(declared) = declared else {
        return Ok(own());
    };
    let params: Vec<_> = declared.params.iter().collect();
    let defaults = params.iter().filter(|param| has_default(param)).count();
    let needed = params.len() - defaults;
    if arguments.len() < needed || arguments.len() > params.len() {
        return Err(Mismatch {
            needs_none: needed == 0,
        });
    }
    let mut generics = own();
    for (ty, bound) in generics::bounds(&declared, &arguments) {
        // The compiler asks it of a parameter of the block; of all else it is its to say.
        if let Ok(param) = syn::parse2::<Ident>(ty) {
            generics::require(&mut generics, &param, bound);
        }
    }
    Ok(generics)
}

/// `impl Session` for a `struct Session<T = u8>` is of a `Session<u8>`: in generated code more would follow what is left out.
pub(super) fn fill_in_defaults(block: &mut ImplBlock) {
    let Some(declared) = declared(block) else {
        return;
    };
    let given = arguments(&block.self_ty).into_iter();
    let mut arguments: Vec<TokenStream> = given.map(in_place).collect();
    let mut missing = Vec::new();
    for param in declared.params.iter().skip(arguments.len()) {
        let default = match param {
            GenericParam::Type(param) => param.default.as_ref().map(|(_, ty)| quote!(#ty)),
            GenericParam::Const(param) => param.default.as_ref().map(|(_, value)| quote!(#value)),
            GenericParam::Lifetime(_) => None,
        };
        // A default may be made of parameters before it.
        let default = default.map(|default| generics::replaced(default, &declared, &arguments));
        let Some(Ok(argument)) = default.map(syn::parse2::<GenericArgument>) else {
            return;
        };
        arguments.push(in_place(argument.to_token_stream()));
        missing.push(argument);
    }
    let Type::Path(path) = &mut block.self_ty else {
        return;
    };
    let Some(last) = path.path.segments.last_mut() else {
        return;
    };
    if missing.is_empty() {
        return;
    }
    match &mut last.arguments {
        PathArguments::AngleBracketed(arguments) => arguments.args.extend(missing),
        none @ PathArguments::None => {
            *none = PathArguments::AngleBracketed(parse_quote!(<#(#missing),*>));
        }
        PathArguments::Parenthesized(_) => {}
    }
}

/// The argument where it stands for a parameter: what is before it may ask for one type, as in `&'static T`.
fn in_place(argument: TokenStream) -> TokenStream {
    match syn::parse2(argument.clone()) {
        Ok(ty) => types::grouped(ty).into_token_stream(),
        Err(_) => argument,
    }
}

/// Whether a parameter of the block is none of its type, of which the compiler says that nothing says what it is.
fn has_stray_parameter(block: &ImplBlock) -> bool {
    let Generics {
        params,
        where_clause,
        ..
    } = &block.generics;
    let bounds = quote!(#params #where_clause);
    // `Item = T` says it too, and so does `Fn() -> T`.
    let may_say =
        |token: TokenTree| matches!(token, TokenTree::Punct(sign) if "=-".contains(sign.as_char()));
    !bounds.into_iter().any(may_say)
        && params.iter().any(|param| {
            name(param).is_some_and(|name| !handle::mentions(block.self_ty.to_token_stream(), name))
        })
}

/// The compiler says so of the block.
pub(super) struct Mismatch {
    /// The struct has no parameters that must be given.
    pub(super) needs_none: bool,
}

/// Of a struct beside it. Where neither has any, there is nothing to read.
fn declared(block: &ImplBlock) -> Option<Generics> {
    let name = beside::neighbour(&block.self_ty)?;
    let text = beside::text_around(name, "impl")?;
    let has_none = block.generics.params.is_empty() && arguments(&block.self_ty).is_empty();
    if has_none && !looks::at(&text).may_be_generic(&name.to_string()) {
        return None;
    }
    let item = beside::of_handlers(&text, &name.to_string())?;
    // With lifetimes it is no actor, and its attribute says so.
    let has_lifetimes = item.generics.lifetimes().next().is_some();
    (!has_lifetimes).then_some(item.generics)
}

fn has_default(param: &GenericParam) -> bool {
    match param {
        GenericParam::Type(param) => param.default.is_some(),
        GenericParam::Const(param) => param.default.is_some(),
        GenericParam::Lifetime(_) => false,
    }
}
