//! The generic parameters of an item, in the forms that expansions need.

use crate::{handle, types};
use proc_macro2::{Group, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::punctuated::Punctuated;
use syn::{
    GenericParam, Generics, Ident, LifetimeParam, PathArguments, Type, TypeParam, TypeParamBound,
    WhereClause, WherePredicate, parse_quote,
};

#[derive(Clone)]
pub(crate) struct Params {
    /// With bounds and defaults, for the definition of a type.
    pub(crate) declared: Vec<TokenStream>,
    /// With bounds, for an impl.
    pub(crate) bounded: Vec<TokenStream>,
    /// As arguments.
    pub(crate) names: Vec<TokenStream>,
    /// The type parameters alone, for `PhantomData`.
    pub(crate) types: Vec<Ident>,
    pub(crate) lifetimes: Vec<LifetimeParam>,
    pub(crate) bounds: Option<WhereClause>,
    /// The type parameters of which something is not seen that actors ask of them; other bounds may say it.
    pub(crate) lacking: Vec<Lacking>,
    /// All of it as it was written, to look for names.
    pub(crate) written: TokenStream,
    generics: Generics,
    own: Option<Box<Self>>,
}

/// What is not seen of a type parameter.
#[derive(Clone)]
pub(crate) struct Lacking {
    pub(crate) name: Ident,
    pub(crate) send: bool,
    pub(crate) outlives: bool,
}

impl Params {
    pub(crate) fn new(generics: &Generics) -> Self {
        let mut params = Self {
            declared: Vec::new(),
            bounded: Vec::new(),
            names: Vec::new(),
            types: Vec::new(),
            lifetimes: Vec::new(),
            bounds: generics.where_clause.clone(),
            lacking: Vec::new(),
            generics: generics.clone(),
            own: None,
            written: {
                let (params, bounds) = (&generics.params, &generics.where_clause);
                quote!(#params #bounds)
            },
        };
        for param in &generics.params {
            params.declared.push(param.to_token_stream());
            params.bounded.push(without_default(param));
            match param {
                GenericParam::Lifetime(param) => {
                    params.names.push(param.lifetime.to_token_stream());
                    params.lifetimes.push(param.clone());
                }
                GenericParam::Type(param) => {
                    params.names.push(param.ident.to_token_stream());
                    params.types.push(param.ident.clone());
                    params.lacking.extend(lacking(param, &params.bounds));
                }
                GenericParam::Const(param) => params.names.push(param.ident.to_token_stream()),
            }
        }
        params
    }

    /// Takes for granted that all type parameters are `'static`. It is asked in one place: where it is not so, each item
    /// would be an error of its own.
    pub(crate) fn outliving(self) -> Self {
        self.granting(|lacking| lacking.outlives.then(|| parse_quote!('static)))
    }

    /// The same with what children ask of them, which is asked in one place as well.
    pub(crate) fn requiring(self, generics: &Generics) -> Self {
        Self {
            own: Some(Box::new(self)),
            ..Self::new(generics)
        }
    }

    /// The same with more bounds, each beside those that there are: in two places they are a lint's to report.
    pub(crate) fn granting(self, grant: impl Fn(&Lacking) -> Option<TypeParamBound>) -> Self {
        let mut generics = self.generics.clone();
        for lacking in &self.lacking {
            if let Some(bound) = grant(lacking) {
                add(&mut generics, &lacking.name, bound);
            }
        }
        let granted = Self::new(&generics);
        Self {
            own: Some(Box::new(self)),
            ..granted
        }
    }

    /// As they were written.
    pub(crate) fn own(&self) -> &Self {
        self.own.as_ref().map_or(self, |own| own.own())
    }

    /// Whether the parameter is seen to be `Send`.
    pub(crate) fn is_sent(&self, name: &Ident) -> bool {
        let lacking = self.lacking.iter();
        self.types.contains(name) && !lacking.clone().any(|it| it.send && it.name == *name)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Whether one of them is mentioned; a lifetime is known by its name.
    pub(crate) fn are_in(&self, tokens: &TokenStream) -> bool {
        let mut names = self.names.iter().flat_map(|name| name.clone());
        names.any(|token| match token {
            TokenTree::Ident(name) => handle::mentions(tokens.clone(), &name),
            _ => false,
        })
    }

    /// `<T: Bound>`, or nothing.
    pub(crate) fn header(&self) -> TokenStream {
        angle(&self.bounded)
    }

    /// `<T>`, or nothing.
    pub(crate) fn arguments(&self) -> TokenStream {
        angle(&self.names)
    }

    /// The where clause with one more bound.
    pub(crate) fn bounds_and(&self, bound: TokenStream) -> TokenStream {
        match &self.bounds {
            Some(clause) => {
                let predicates = clause.predicates.iter();
                quote!(where #(#predicates,)* #bound)
            }
            None => quote!(where #bound),
        }
    }
}

fn lacking(param: &TypeParam, clause: &Option<WhereClause>) -> Option<Lacking> {
    let name = &param.ident;
    let predicates = clause.iter().flat_map(|clause| &clause.predicates);
    let clauses = predicates.filter_map(|predicate| match predicate {
        WherePredicate::Type(bounded) if is(&bounded.bounded_ty, name) => Some(&bounded.bounds),
        _ => None,
    });
    let mut lacking = Lacking {
        name: name.clone(),
        send: true,
        outlives: true,
    };
    for bound in param.bounds.iter().chain(clauses.flatten()) {
        match bound {
            TypeParamBound::Lifetime(lifetime) if lifetime.ident == "static" => {
                lacking.outlives = false;
            }
            TypeParamBound::Trait(bound) => {
                let last = bound.path.segments.last();
                lacking.send &= last.is_none_or(|last| last.ident != "Send");
            }
            _ => {}
        }
    }
    (lacking.send || lacking.outlives).then_some(lacking)
}

/// Adds a bound where the parameter has some.
fn add(generics: &mut Generics, name: &Ident, bound: TypeParamBound) {
    let clause = generics.where_clause.iter_mut();
    let mut predicates = clause.flat_map(|clause| &mut clause.predicates);
    let in_clause = predicates.find_map(|predicate| match predicate {
        WherePredicate::Type(bounded) if is(&bounded.bounded_ty, name) => Some(&mut bounded.bounds),
        _ => None,
    });
    let mut params = generics.params.iter_mut();
    let declared = params.find_map(|param| match param {
        GenericParam::Type(param) if param.ident == *name => Some(&mut param.bounds),
        _ => None,
    });
    match (declared, in_clause) {
        (Some(declared), Some(bounds)) if declared.is_empty() => bounds.push(bound),
        (Some(declared), _) => declared.push(bound),
        (None, _) => {}
    }
}

/// Adds a bound that the parameter does not have, as far as names show it. Whether it did not.
pub(crate) fn require(generics: &mut Generics, name: &Ident, bound: TokenStream) -> bool {
    let Ok(bound) = syn::parse2::<TypeParamBound>(bound) else {
        return false;
    };
    let last = |bound: &TypeParamBound| match bound {
        TypeParamBound::Trait(bound) => bound.path.segments.last().map(|last| last.ident.clone()),
        TypeParamBound::Lifetime(lifetime) => Some(lifetime.ident.clone()),
        _ => None,
    };
    let wanted = last(&bound);
    let params = generics.params.iter().filter_map(|param| match param {
        GenericParam::Type(param) if param.ident == *name => Some(&param.bounds),
        _ => None,
    });
    let predicates = generics
        .where_clause
        .iter()
        .flat_map(|clause| &clause.predicates);
    let clauses = predicates.filter_map(|predicate| match predicate {
        WherePredicate::Type(bounded) if is(&bounded.bounded_ty, name) => Some(&bounded.bounds),
        _ => None,
    });
    let has_it = params
        .chain(clauses)
        .flatten()
        .any(|bound| last(bound) == wanted);
    // `?Sized` asks nothing.
    let is_sized = wanted.as_ref().is_none_or(|name| name == "Sized");
    let is_missing = !has_it && !is_sized;
    if is_missing {
        add(generics, name, bound);
    }
    is_missing
}

/// The arguments of a type.
pub(crate) fn arguments(ty: &Type) -> Vec<TokenStream> {
    let last = types::last(ty).map(|segment| &segment.arguments);
    match last {
        Some(PathArguments::AngleBracketed(arguments)) => {
            let arguments = arguments.args.iter();
            arguments.map(ToTokens::to_token_stream).collect()
        }
        _ => Vec::new(),
    }
}

/// What is asked of the arguments for these parameters, in their order: of which type, and which bound.
pub(crate) fn bounds(
    declared: &Generics,
    arguments: &[TokenStream],
) -> Vec<(TokenStream, TokenStream)> {
    let inline =
        declared
            .params
            .iter()
            .zip(arguments)
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
            let ty = replaced(&bounded.bounded_ty, declared, arguments);
            Some((ty, &bounded.bounds))
        }
        _ => None,
    });
    let each = |(ty, bounds): (TokenStream, _)| {
        let bounds: &Punctuated<TypeParamBound, _> = bounds;
        let bounds = bounds.iter();
        let bounds = bounds.map(|bound| (ty.clone(), replaced(bound, declared, arguments)));
        bounds.collect::<Vec<_>>()
    };
    inline.chain(clause).flat_map(each).collect()
}

/// None for a lifetime.
pub(crate) fn name(param: &GenericParam) -> Option<&Ident> {
    match param {
        GenericParam::Type(param) => Some(&param.ident),
        GenericParam::Const(param) => Some(&param.ident),
        GenericParam::Lifetime(_) => None,
    }
}

/// The parameters by what is given for them.
pub(crate) fn replaced(
    tokens: impl ToTokens,
    declared: &Generics,
    arguments: &[TokenStream],
) -> TokenStream {
    let replace = |token| match token {
        TokenTree::Ident(word) => {
            let mut pairs = declared.params.iter().map(name).zip(arguments);
            match pairs.find(|(name, _)| *name == Some(&word)) {
                Some((_, argument)) => argument.clone(),
                None => TokenTree::Ident(word).into(),
            }
        }
        TokenTree::Group(group) => {
            let inner = replaced(group.stream(), declared, arguments);
            TokenTree::Group(Group::new(group.delimiter(), inner)).into()
        }
        other => other.into(),
    };
    let replaced = tokens.into_token_stream().into_iter().map(replace);
    replaced.collect::<Vec<TokenStream>>().into_iter().collect()
}

fn is(ty: &Type, name: &Ident) -> bool {
    matches!(ty, Type::Path(path) if path.path.is_ident(name))
}

/// `<a, b>`, or nothing.
fn angle(parts: &[TokenStream]) -> TokenStream {
    if parts.is_empty() {
        TokenStream::new()
    } else {
        quote!(<#(#parts),*>)
    }
}

fn without_default(param: &GenericParam) -> TokenStream {
    match param {
        GenericParam::Type(param) => {
            let mut param = param.clone();
            param.default = None;
            param.into_token_stream()
        }
        GenericParam::Const(param) => {
            let mut param = param.clone();
            param.default = None;
            param.into_token_stream()
        }
        other => other.to_token_stream(),
    }
}
