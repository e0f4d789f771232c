//! `#[derive(Compact)]`: every field is measured and compacted as far as its type can.

use crate::args::{self, Arg, Keys, Value};
use crate::errors::{Errors, with_help};
use crate::frozen;
use crate::generics::Params;
use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Attribute, Fields, Generics, Ident, Item, Meta, Path, Type};

const TYPE_KEYS: Keys = Keys {
    attribute: "`#[compact]` on a type",
    known: &["crate"],
    planned: &[],
    meant: &[],
    elsewhere: &[(&["skip"], "on a field")],
};

const FIELD_KEYS: Keys = Keys {
    attribute: "`#[compact]` on a field",
    known: &["skip"],
    planned: &[],
    meant: &[],
    elsewhere: &[(&["crate"], "on the type")],
};

/// The type as far as the derive looks at it.
struct Model {
    name: Ident,
    params: Params,
    krate: Path,
    shape: Shape,
}

enum Shape {
    Struct(Vec<Field>),
    Enum(Vec<(Ident, Vec<Field>)>),
    /// Refused: the impl is emitted all the same, so that no second error follows.
    Union,
}

/// A field that is not skipped.
struct Field {
    member: syn::Member,
    ty: Type,
}

pub(crate) fn expand(item: TokenStream) -> TokenStream {
    let mut errors = Errors::new();
    let code = match read(item, &mut errors) {
        Some(model) => implement(&model),
        None => TokenStream::new(),
    };
    let errors = errors.finish();
    quote!(#code #errors)
}

fn read(item: TokenStream, errors: &mut Errors) -> Option<Model> {
    let item = match syn::parse2(item) {
        Ok(item) => item,
        Err(error) => {
            errors.add(error);
            return None;
        }
    };
    let (attributes, name, generics, shape): (_, _, Generics, _) = match item {
        Item::Struct(item) => {
            let shape = Shape::Struct(fields(item.fields, errors));
            (item.attrs, item.ident, item.generics, shape)
        }
        Item::Enum(item) => {
            let mut variants = Vec::new();
            for variant in item.variants {
                // No key stands on a variant; each written one is reported.
                let keys = Keys {
                    known: &[],
                    ..FIELD_KEYS
                };
                options(&variant.attrs, &keys, errors);
                variants.push((variant.ident, fields(variant.fields, errors)));
            }
            (item.attrs, item.ident, item.generics, Shape::Enum(variants))
        }
        Item::Union(item) => {
            errors.at(
                item.union_token,
                with_help(
                    "`Compact` cannot be derived for a union: nobody knows which field is in use",
                    "write `impl Compact` by hand",
                ),
            );
            (item.attrs, item.ident, item.generics, Shape::Union)
        }
        other => {
            errors.at(other, "expected a struct or an enum");
            return None;
        }
    };
    let krate = options(&attributes, &TYPE_KEYS, errors)
        .iter()
        .find_map(|option| option.path(errors))
        .unwrap_or_else(args::default_crate);
    Some(Model {
        name,
        params: Params::new(&generics),
        krate,
        shape,
    })
}

/// The arguments of all `#[compact(..)]` among the attributes.
fn options(attributes: &[Attribute], keys: &Keys, errors: &mut Errors) -> Vec<Arg> {
    let mut written = TokenStream::new();
    for attribute in attributes {
        if !attribute.path().is_ident("compact") {
            continue;
        }
        match &attribute.meta {
            Meta::List(list) => {
                let tokens = &list.tokens;
                written.extend(quote!(#tokens,));
            }
            other => errors.at(
                other,
                with_help("expected arguments", "write `#[compact(..)]`"),
            ),
        }
    }
    args::read(written, keys, errors)
}

/// The fields that are not skipped.
fn fields(fields: Fields, errors: &mut Errors) -> Vec<Field> {
    let mut kept = Vec::new();
    for (member, field) in fields.members().zip(&fields) {
        let skip = options(&field.attrs, &FIELD_KEYS, errors);
        for option in &skip {
            let at = match &option.value {
                Value::Bare => continue,
                Value::Given(value) => value.span(),
                Value::List(_, at) | Value::Missing(at) => *at,
            };
            errors.at_span(
                at,
                with_help("`skip` takes no value", "write `#[compact(skip)]`"),
            );
        }
        if skip.is_empty() {
            kept.push(Field {
                member,
                ty: field.ty.clone(),
            });
        }
    }
    kept
}

fn implement(model: &Model) -> TokenStream {
    let Model {
        name,
        params,
        krate,
        shape,
    } = model;
    let (header, arguments) = (params.header(), params.arguments());
    let bounds = bounds(model);
    let compact = body(shape, &|field, binding| {
        let span = Span::call_site().located_at(field.ty.span());
        quote_spanned!(span=> (&mut #krate::__private::Field(#binding)).compact(compaction);)
    });
    let measure = body(shape, &|field, binding| {
        let span = Span::call_site().located_at(field.ty.span());
        quote_spanned!(span=> (&#krate::__private::FieldRef(#binding)).measure(measure);)
    });
    let asked = fields_of(shape)
        .filter(|field| frozen::is_named(&field.ty))
        .map(|field| (&[][..], &field.ty));
    let asks =
        frozen::questions(krate, params, name, asked).map(|asks| quote!(const _: () = { #asks };));
    quote! {
        #asks
        #[automatically_derived]
        #[allow(unused_imports, unused_variables, deprecated)]
        impl #header #krate::Compact for #name #arguments #bounds {
            fn compact(&mut self, compaction: &mut #krate::Compaction) {
                use #krate::__private::{CompactField as _, LeaveField as _};
                #compact
            }
            fn measure(&self, measure: &mut #krate::Measure) {
                use #krate::__private::{MeasureField as _, SkipField as _};
                #measure
            }
        }
    }
}

/// `T: Compact` for each type parameter that a field which is not skipped mentions.
fn bounds(model: &Model) -> TokenStream {
    let krate = &model.krate;
    let types: TokenStream = fields_of(&model.shape).map(type_of).collect();
    let used = model
        .params
        .types
        .iter()
        .filter(|name| mentions(types.clone(), name));
    model.params.bounds_and(quote!(#(#used: #krate::Compact,)*))
}

fn fields_of(shape: &Shape) -> impl Iterator<Item = &Field> {
    let (fields, variants) = match shape {
        Shape::Struct(fields) => (&fields[..], &[][..]),
        Shape::Enum(variants) => (&[][..], &variants[..]),
        Shape::Union => (&[][..], &[][..]),
    };
    fields
        .iter()
        .chain(variants.iter().flat_map(|(_, fields)| fields))
}

fn type_of(field: &Field) -> TokenStream {
    field.ty.to_token_stream()
}

fn mentions(tokens: TokenStream, name: &Ident) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(word) => word == *name,
        TokenTree::Group(group) => mentions(group.stream(), name),
        _ => false,
    })
}

/// Takes the value apart, and does something with each field.
fn body(shape: &Shape, each: &dyn Fn(&Field, &Ident) -> TokenStream) -> TokenStream {
    match shape {
        Shape::Struct(fields) => {
            let (pattern, work) = arm(fields, each);
            quote! {
                let Self #pattern = self;
                #work
            }
        }
        Shape::Enum(variants) if variants.is_empty() => quote!(match *self {}),
        Shape::Enum(variants) => {
            let arms = variants.iter().map(|(name, fields)| {
                let (pattern, work) = arm(fields, each);
                quote!(Self::#name #pattern => { #work })
            });
            quote!(match self { #(#arms)* })
        }
        Shape::Union => TokenStream::new(),
    }
}

/// A pattern for the fields, by name or by number, and what is done with them.
fn arm(
    fields: &[Field],
    each: &dyn Fn(&Field, &Ident) -> TokenStream,
) -> (TokenStream, TokenStream) {
    let bindings: Vec<Ident> = (0..fields.len())
        .map(|number| format_ident!("field_{number}"))
        .collect();
    let members = fields.iter().map(|field| &field.member);
    let work = fields
        .iter()
        .zip(&bindings)
        .map(|(field, binding)| each(field, binding));
    (quote!({ #(#members: #bindings,)* .. }), quote!(#(#work)*))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the derive says to `item`, without spaces where the compiler's printing has some.
    fn expanded(item: TokenStream) -> String {
        expand(item).to_string()
    }

    #[track_caller]
    fn says(item: TokenStream, messages: &[&str]) {
        let text = expanded(item);
        for message in messages {
            assert!(text.contains(message), "{message:?} is not in {text}");
        }
        assert_eq!(text.matches("compile_error").count(), messages.len());
        assert!(
            text.contains(":: Compact for"),
            "there is an impl all the same, so that no second error follows"
        );
    }

    #[test]
    fn a_union_is_refused() {
        says(
            quote!(
                union Bits {
                    a: u32,
                    b: f32,
                }
            ),
            &["`Compact` cannot be derived for a union"],
        );
    }

    #[test]
    fn unknown_keys_are_refused() {
        says(
            quote! {
                #[compact(skip, crat = a)]
                struct Session {
                    #[compact(skipp)]
                    a: u8,
                    #[compact(crate = b)]
                    b: u8,
                    #[compact]
                    c: u8,
                    #[compact(skip = true)]
                    d: u8,
                    #[compact(skip, skip)]
                    e: u8,
                }
            },
            &[
                "`skip` belongs on a field",
                "unknown key `crat`, did you mean `crate`?",
                "unknown key `skipp`, did you mean `skip`?",
                "`crate` belongs on the type",
                "expected arguments",
                "`skip` takes no value",
                "`skip` is given twice",
            ],
        );
    }

    #[test]
    fn a_variant_takes_no_key() {
        says(
            quote! {
                enum Turn {
                    #[compact(skip)]
                    Said(String),
                }
            },
            &["unknown key `skip`"],
        );
    }

    #[test]
    fn only_type_parameters_that_are_measured_are_bounded() {
        let text = expanded(quote! {
            struct Cache<K, V: Clone, S> {
                entries: Vec<(K, [V; 2])>,
                #[compact(skip)]
                state: S,
            }
        });
        assert!(text.contains("K : :: dormouse :: Compact"), "{text}");
        assert!(text.contains("V : :: dormouse :: Compact"), "{text}");
        assert!(!text.contains("S : :: dormouse :: Compact"), "{text}");
        assert!(!text.contains("compile_error"), "{text}");
    }

    #[test]
    fn the_crate_may_be_renamed() {
        let text = expanded(quote! {
            #[compact(crate = crate::mouse)]
            struct Unit;
        });
        assert!(
            text.contains("impl crate :: mouse :: Compact for Unit"),
            "{text}"
        );
    }
}
