//! What a child may be.

use crate::errors::{Errors, with_help};
use crate::sent;
use crate::text;
use crate::types;
use syn::{Ident, Type};

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
    let help = match segment.ident.to_string().as_str() {
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
    let of_the_language = match types::bare(ty) {
        Type::Path(_) => sent::is_of_the_language(ty),
        Type::Macro(_) | Type::Verbatim(_) | Type::Infer(_) => false,
        _ => true,
    };
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

/// Whether its name is one that handles have: of these, the compiler is asked.
pub(in crate::supervisor) fn is_named_as_a_handle(ty: &Type) -> bool {
    types::last(ty).is_some_and(|segment| segment.ident.to_string().ends_with("Ref"))
}
