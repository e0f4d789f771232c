//! What a child may be.

use super::super::model::{Child, Plain};
use crate::beside;
use crate::errors::{Errors, with_help};
use crate::generics::{self, Params};
use crate::sent;
use crate::text;
use crate::types;
use quote::ToTokens;
use syn::{GenericParam, Ident, Type};

/// Children are found by their names, which are the supervisor's fields, too.
pub(in crate::supervisor) fn is_new(
    name: &Ident,
    children: &[Child],
    plain: &[Plain],
    errors: &mut Errors,
) -> bool {
    let mut children = children.iter().map(|child| &child.name);
    let mut plain = plain.iter().map(|field| &field.name);
    let is_there = children.any(|other| other == name) || plain.any(|other| other == name);
    if is_there {
        let message = format!("`{name}` is declared above already");
        let help = "give each child, and each field beside it, a name of its own";
        errors.at(name, with_help(message, help));
    }
    !is_there
}

/// A child is one thing that runs, of which others get a handle: no container of it. Gives what the container
/// has, to go on with.
pub(in crate::supervisor) fn one_child(
    name: &Ident,
    ty: &Type,
    errors: &mut Errors,
) -> Option<Type> {
    let segment = types::last(ty)?;
    let inner = (*types::type_arguments(segment).last()?).clone();
    let written = text::source(&inner);
    let is_object = matches!(types::bare(&inner), Type::TraitObject(_));
    let help = match segment.ident.to_string().as_str() {
        "Arc" | "Box" | "Mutex" | "Rc" | "RwLock" if is_object => {
            "write the struct that is started; what several have in common is an `#[interface]`, whose handles they have"
                .to_owned()
        }
        "Option" => format!(
            "write `{name}: {written}`, and let its `start` give `Start::Ignore` when it shall not run"
        ),
        "Arc" | "Box" | "Mutex" | "Rc" | "RwLock" => {
            format!("write `{name}: {written}`: the runtime keeps it, others get its handle")
        }
        "BTreeMap" | "HashMap" | "HashSet" | "Vec" | "VecDeque" => {
            "give them a supervisor of their own, with `strategy = simple_one_for_one`".to_owned()
        }
        _ => return None,
    };
    let message = format!(
        "a child is an actor or a supervisor, not `{}`",
        segment.ident
    );
    errors.at(ty, with_help(message, help));
    Some(inner)
}

/// Types that nobody can put an attribute on are no children.
pub(in crate::supervisor) fn can_be_one(ty: &Type, errors: &mut Errors) -> bool {
    let of_the_language = is_of_the_language(ty);
    if of_the_language {
        let message = format!(
            "a child is an actor or a supervisor, not `{}`",
            text::source(ty)
        );
        let help = "leave `#[child]` out, if the tree is started with it";
        errors.at(ty, with_help(message, help));
    }
    !of_the_language
}

/// Whether it shows that nobody can put an attribute on that type.
pub(in crate::supervisor) fn is_of_the_language(ty: &Type) -> bool {
    match types::bare(ty) {
        Type::Path(_) => sent::is_of_the_language(ty),
        Type::Macro(_) | Type::Verbatim(_) | Type::Infer(_) => false,
        _ => true,
    }
}

/// A type with parameters that has no attribute, as the file of its supervisor shows: of what has parameters the
/// compiler would say it in each place.
pub(in crate::supervisor) fn is_marked(
    supervisor: &Ident,
    params: &Params,
    ty: &Type,
    text: Option<&str>,
    errors: &mut Errors,
) -> bool {
    let unmarked = || {
        let name = beside::neighbour(ty)?;
        beside::supervised(text?, &name.to_string(), &supervisor.to_string())
    };
    let has_parameters = params.are_in(&ty.to_token_stream());
    let Some(item) = has_parameters.then(unmarked).flatten() else {
        return true;
    };
    let name = item.ident;
    let message = format!("`{name}` is neither an actor nor a supervisor");
    let help = format!(
        "write `#[actor]` above `struct {name}`, and above an `impl` block with its handlers; or `#[supervisor]` above the struct"
    );
    errors.at(ty, with_help(message, help));
    false
}

/// Of a type that lacks its arguments the compiler would say it once where it is a type, and once where it is a value's.
pub(in crate::supervisor) fn has_arguments(
    supervisor: &Ident,
    ty: &Type,
    text: Option<&str>,
    errors: &mut Errors,
) -> bool {
    if !generics::arguments(ty).is_empty() {
        return true;
    }
    let known = || {
        let name = beside::neighbour(ty)?;
        beside::child(text?, &name.to_string(), &supervisor.to_string())
    };
    let needs = |param: &GenericParam| match param {
        GenericParam::Type(param) => param.default.is_none(),
        GenericParam::Const(param) => param.default.is_none(),
        GenericParam::Lifetime(_) => false,
    };
    let is_wrong = known().is_some_and(|known| known.generics.params.iter().any(needs));
    if is_wrong {
        let name = crate::text::source(ty);
        let message = format!("`{name}` has parameters, and this child says nothing of them");
        let help = format!("write `{name}<..>`, with an argument for each");
        errors.at(ty, with_help(message, help));
    }
    !is_wrong
}

/// Whether its name is one that handles have: of these, the compiler is asked.
pub(in crate::supervisor) fn is_named_as_a_handle(ty: &Type) -> bool {
    types::last(ty).is_some_and(|segment| segment.ident.to_string().ends_with("Ref"))
}
