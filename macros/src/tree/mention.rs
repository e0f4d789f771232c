//! A type where it is mentioned: as that of a child, or as an argument of such a type.

use super::registry::Found;
use crate::generics::Params;
use crate::{text, types};
use syn::{GenericArgument, Path, PathArguments, Type};

pub(super) struct Mention {
    /// As it is written.
    pub(super) text: String,
    /// By what rustdoc finds it.
    pub(super) link: Option<String>,
    /// It is that parameter of the supervisor.
    pub(super) param: Option<usize>,
    pub(super) arguments: Vec<Self>,
    pub(super) found: Found,
    /// By which it is looked up.
    place: Option<usize>,
}

/// What a supervisor has to look up; each has its place in the list.
pub(super) struct Lookups<'a> {
    pub(super) params: &'a Params,
    pub(super) paths: Vec<Path>,
}

/// Types that cannot be imported, as they are in no module.
const BUILT_IN: &[&str] = &[
    "bool", "char", "f16", "f32", "f64", "f128", "i8", "i16", "i32", "i64", "i128", "isize", "str",
    "u8", "u16", "u32", "u64", "u128", "usize",
];

impl Mention {
    pub(super) fn new(ty: &Type, lookups: &mut Lookups<'_>) -> Self {
        let path = types::import_path(ty).filter(|path| !begins_with_param(path, lookups.params));
        // Of `$crate` rustdoc knows nothing.
        let link = path
            .as_ref()
            .map(text::source)
            .filter(|path| !path.contains('$'));
        let place = path
            .filter(|path| !BUILT_IN.iter().any(|name| path.is_ident(name)))
            .map(|path| {
                lookups.paths.push(path);
                lookups.paths.len() - 1
            });
        Self {
            text: text::source(ty),
            link,
            param: param(ty, lookups.params),
            found: match place {
                Some(_) => Found::NotYet,
                None => Found::Nothing,
            },
            place,
            arguments: arguments(ty)
                .map(|argument| match argument {
                    GenericArgument::Type(ty) => Self::new(ty, lookups),
                    other => Self::opaque(text::source(other)),
                })
                .collect(),
        }
    }

    /// What is not looked up.
    pub(super) fn opaque(text: String) -> Self {
        Self {
            text,
            link: None,
            param: None,
            arguments: Vec::new(),
            found: Found::Nothing,
            place: None,
        }
    }

    pub(super) fn is_looked_up(&self) -> bool {
        self.place.is_some()
    }

    /// The names on the path by which that place is looked up, from where the supervisor is.
    pub(super) fn path_of(&self, place: usize) -> Option<Vec<String>> {
        let path = self.link.as_ref().filter(|_| self.place == Some(place))?;
        let is_inside = !path.starts_with("::");
        is_inside.then(|| {
            path.split("::")
                .map(|name| name.trim().to_owned())
                .collect()
        })
    }

    /// Notes what became of a look-up, here or in the arguments.
    pub(super) fn settle(&mut self, place: usize, found: Found) {
        if self.place == Some(place) {
            self.found = found;
        }
        for argument in &mut self.arguments {
            argument.settle(place, found);
        }
    }

    /// This and its arguments.
    pub(super) fn all(&self) -> Vec<&Self> {
        let below = self.arguments.iter().flat_map(Self::all);
        std::iter::once(self).chain(below).collect()
    }
}

fn begins_with_param(path: &Path, params: &Params) -> bool {
    let first = path.segments.first().map(|first| first.ident.to_string());
    path.leading_colon.is_none() && first.is_some_and(|first| place_of(&first, params).is_some())
}

/// The place among the parameters.
fn param(ty: &Type, params: &Params) -> Option<usize> {
    match types::bare(ty) {
        Type::Path(ty) if ty.qself.is_none() => place_of(&ty.path.get_ident()?.to_string(), params),
        _ => None,
    }
}

fn place_of(name: &str, params: &Params) -> Option<usize> {
    params
        .names
        .iter()
        .position(|param| param.to_string() == name)
}

/// Those that have a place among the parameters.
fn arguments(ty: &Type) -> impl Iterator<Item = &GenericArgument> {
    let arguments = types::last(ty).and_then(|segment| match &segment.arguments {
        PathArguments::AngleBracketed(arguments) => Some(&arguments.args),
        _ => None,
    });
    arguments.into_iter().flatten().filter(|argument| {
        matches!(
            argument,
            GenericArgument::Type(_) | GenericArgument::Const(_)
        )
    })
}
