//! Questions about types, answered from their tokens.

use proc_macro2::{Delimiter, Spacing, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{GenericArgument, Path, PathArguments, PathSegment, Type, TypeParen, TypePath, token};

/// The last name of a path, `Result` of `std::io::Result<T>`.
pub(crate) fn last(ty: &Type) -> Option<&PathSegment> {
    match bare(ty) {
        Type::Path(path) => path.path.segments.last(),
        _ => None,
    }
}

/// Whether the type is a path that ends in `name`.
pub(crate) fn is_named(ty: &Type, name: &str) -> bool {
    last(ty).is_some_and(|segment| segment.ident == name)
}

/// Without parentheses and the invisible groups of `macro_rules!`.
pub(crate) fn bare(ty: &Type) -> &Type {
    match ty {
        Type::Paren(inner) => bare(&inner.elem),
        Type::Group(inner) => bare(&inner.elem),
        other => other,
    }
}

/// The path by which a type is imported, without arguments; none of those that only types can have.
pub(crate) fn import_path(ty: &Type) -> Option<Path> {
    let Type::Path(TypePath {
        qself: None, path, ..
    }) = bare(ty)
    else {
        return None;
    };
    let mut path = path.clone();
    for segment in &mut path.segments {
        segment.arguments = PathArguments::None;
    }
    let first = path.segments.first()?;
    (first.ident != "Self").then_some(path)
}

/// What is behind a reference.
pub(crate) fn unborrowed(ty: &Type) -> &Type {
    match bare(ty) {
        Type::Reference(reference) => unborrowed(&reference.elem),
        other => other,
    }
}

/// The generic arguments that are types.
pub(crate) fn type_arguments(segment: &PathSegment) -> Vec<&Type> {
    match &segment.arguments {
        PathArguments::AngleBracketed(arguments) => arguments
            .args
            .iter()
            .filter_map(|argument| match argument {
                GenericArgument::Type(ty) => Some(ty),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// Nothing of it is a `_`.
pub(crate) fn has_a_name(ty: &Type) -> bool {
    match bare(ty) {
        Type::Infer(_) => false,
        Type::Path(path) => path
            .path
            .segments
            .iter()
            .all(|segment| type_arguments(segment).into_iter().all(has_a_name)),
        Type::Reference(reference) => has_a_name(&reference.elem),
        Type::Tuple(tuple) => tuple.elems.iter().all(has_a_name),
        Type::Array(array) => has_a_name(&array.elem),
        Type::Slice(slice) => has_a_name(&slice.elem),
        _ => true,
    }
}

pub(crate) fn is_unit(ty: &Type) -> bool {
    matches!(bare(ty), Type::Tuple(tuple) if tuple.elems.is_empty())
}

/// Why a type cannot wait in a mailbox.
pub(crate) enum Borrow {
    /// `&T`, `'a`
    Reference,
    /// `impl Trait`
    Impl,
}

/// The first borrow or `impl Trait` in a type; `&'static` is none, nor is what stands in the
/// arguments of a function pointer.
pub(crate) fn borrow(ty: &Type) -> Option<(Borrow, Span)> {
    find_borrow(ty.to_token_stream())
}

fn find_borrow(tokens: TokenStream) -> Option<(Borrow, Span)> {
    let mut tokens = tokens.into_iter().peekable();
    let mut function = false;
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == '&' => {
                let lifetime =
                    matches!(tokens.peek(), Some(TokenTree::Punct(next)) if next.as_char() == '\'');
                if !lifetime {
                    return Some((Borrow::Reference, punct.span()));
                }
            }
            TokenTree::Punct(punct) if punct.as_char() == '\'' => {
                if let Some(TokenTree::Ident(name)) = tokens.next()
                    && name != "static"
                {
                    return Some((Borrow::Reference, punct.span()));
                }
            }
            TokenTree::Ident(word) => {
                if word == "impl" {
                    return Some((Borrow::Impl, word.span()));
                }
                // `for<'a> Fn(&'a str)` names lifetimes of its own.
                if word == "for" {
                    return None;
                }
                function = word == "fn" || word == "Fn" || word == "FnMut" || word == "FnOnce";
            }
            TokenTree::Group(group) => {
                let arguments = function && group.delimiter() == Delimiter::Parenthesis;
                if !arguments && let Some(found) = find_borrow(group.stream()) {
                    return Some(found);
                }
            }
            _ => {}
        }
    }
    None
}

/// The tokens with `Self` written out, for places where `Self` is another type.
pub(crate) fn without_self(tokens: impl ToTokens, self_ty: &Type) -> TokenStream {
    let mut tokens = tokens.into_token_stream().into_iter().peekable();
    let mut written = TokenStream::new();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Ident(word) if word == "Self" => {
                let path = matches!(
                    tokens.peek(),
                    Some(TokenTree::Punct(next))
                        if next.as_char() == ':' && next.spacing() == Spacing::Joint
                );
                written.extend(if path {
                    quote!(<#self_ty>)
                } else {
                    quote!(#self_ty)
                });
            }
            TokenTree::Group(group) => {
                let inner = without_self(group.stream(), self_ty);
                let mut replaced = proc_macro2::Group::new(group.delimiter(), inner);
                replaced.set_span(group.span());
                written.extend([TokenTree::Group(replaced)]);
            }
            other => written.extend([other]),
        }
    }
    written
}

/// The same type where it may stand before `as` and `>`: `A +` and `impl A + B` may not.
pub(crate) fn grouped(ty: Type) -> Type {
    match ty {
        Type::TraitObject(_) | Type::ImplTrait(_) => Type::Paren(TypeParen {
            attrs: Vec::new(),
            paren_token: token::Paren::default(),
            elem: Box::new(ty),
        }),
        ty => ty,
    }
}
