//! What the struct of a generic actor asks of its parameters.
//!
//! A block that does not repeat it is an error of the compiler's own, at its type. The generated code takes it for granted,
//! so that it is no error there as well.

use super::parse::ImplBlock;
use crate::{beside, generics, types};
use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{GenericParam, Generics, PathArguments, Type, WherePredicate};

/// Whether the block has as many arguments as its struct has parameters, as far as the file shows it, and its parameters
/// with what the struct asks of them.
pub(super) fn required(block: &ImplBlock) -> Result<Generics, Mismatch> {
    let own = || block.generics.clone();
    let Some(declared) = declared(block) else {
        return Ok(own());
    };
    let arguments = arguments(&block.self_ty);
    let params: Vec<_> = declared.params.iter().collect();
    let defaults = params.iter().filter(|param| has_default(param)).count();
    let needed = params.len() - defaults;
    if arguments.len() < needed || arguments.len() > params.len() {
        return Err(Mismatch {
            needs_none: needed == 0,
        });
    }
    let names = params.iter().map(|param| name(param));
    let pairs: Vec<_> = names.zip(&arguments).collect();
    let mut generics = own();
    let inline = params
        .iter()
        .zip(&arguments)
        .filter_map(|(param, argument)| match param {
            GenericParam::Type(param) => Some((argument.clone(), &param.bounds)),
            _ => None,
        });
    let predicates = declared
        .where_clause
        .iter()
        .flat_map(|clause| &clause.predicates);
    let clause = predicates.filter_map(|predicate| match predicate {
        WherePredicate::Type(bounded) if bounded.lifetimes.is_none() => {
            let ty = replaced(bounded.bounded_ty.to_token_stream(), &pairs);
            Some((ty, &bounded.bounds))
        }
        _ => None,
    });
    for (ty, bounds) in inline.chain(clause) {
        // The compiler asks it of a parameter of the block; of all else it is its to say.
        let Ok(param) = syn::parse2::<Ident>(ty) else {
            continue;
        };
        for bound in bounds {
            let bound = replaced(bound.to_token_stream(), &pairs);
            generics::require(&mut generics, &param, bound);
        }
    }
    Ok(generics)
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
    if has_none && !text.contains(&format!("struct {name}<")) {
        return None;
    }
    let item = beside::of_handlers(&text, &name.to_string())?;
    // With lifetimes it is no actor, and its attribute says so.
    let has_lifetimes = item.generics.lifetimes().next().is_some();
    (!has_lifetimes).then_some(item.generics)
}

fn arguments(ty: &Type) -> Vec<TokenStream> {
    let last = types::last(ty).map(|segment| &segment.arguments);
    match last {
        Some(PathArguments::AngleBracketed(arguments)) => {
            let arguments = arguments.args.iter();
            arguments.map(ToTokens::to_token_stream).collect()
        }
        _ => Vec::new(),
    }
}

fn name(param: &GenericParam) -> Option<&Ident> {
    match param {
        GenericParam::Type(param) => Some(&param.ident),
        GenericParam::Const(param) => Some(&param.ident),
        GenericParam::Lifetime(_) => None,
    }
}

fn has_default(param: &GenericParam) -> bool {
    match param {
        GenericParam::Type(param) => param.default.is_some(),
        GenericParam::Const(param) => param.default.is_some(),
        GenericParam::Lifetime(_) => false,
    }
}

/// The struct's parameters by what the block gives for them.
fn replaced(tokens: TokenStream, pairs: &[(Option<&Ident>, &TokenStream)]) -> TokenStream {
    let replace = |token| match token {
        TokenTree::Ident(word) => {
            let mut pairs = pairs.iter();
            match pairs.find(|(name, _)| *name == Some(&word)) {
                Some((_, argument)) => (*argument).clone(),
                None => TokenTree::Ident(word).into(),
            }
        }
        TokenTree::Group(group) => {
            let inner = replaced(group.stream(), pairs);
            TokenTree::Group(proc_macro2::Group::new(group.delimiter(), inner)).into()
        }
        other => other.into(),
    };
    tokens
        .into_iter()
        .map(replace)
        .collect::<Vec<TokenStream>>()
        .into_iter()
        .collect()
}
