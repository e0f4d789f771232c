//! Where the pages are of what a tree shows.

use super::mention::Mention;
use super::records::Recorded;
use super::registry::Node;
use super::source::{ModuleId, Source};
use std::sync::Arc;

/// Where the page of a type is.
pub(super) enum Page {
    /// By a path of Rust from anywhere in the crate. It is there for certain: rustdoc leaves a dead link in the place
    /// of one that it cannot follow.
    At(String),
    /// The same, but with what is private on the way: nobody outside the crate may follow it.
    Within(String),
    /// As the first, if rustdoc has pages of another crate.
    Maybe(String),
    Nowhere,
    Unknown,
}

impl Page {
    pub(super) fn certain(&self) -> Option<&str> {
        match self {
            Self::At(path) | Self::Within(path) => Some(path),
            Self::Maybe(_) | Self::Nowhere | Self::Unknown => None,
        }
    }
}

/// What the page of a type of another crate tells.
pub(super) struct Told {
    pub(super) recorded: Arc<Recorded>,
    /// By which the type is found here.
    pub(super) path: String,
}

/// The page that links are on.
pub(super) struct Links<'a> {
    source: Option<&'static Source>,
    from: &'a Node,
}

impl<'a> Links<'a> {
    pub(super) fn new(from: &'a Node) -> Self {
        let source = Source::get();
        Self { source, from }
    }

    /// That of a type of this crate.
    pub(super) fn to(&self, node: &Node) -> Page {
        self.to_struct(node.module, &node.name)
    }

    /// Whether the handle of an actor has a page, as far as is known where the actor has one.
    pub(super) fn lead_to_handle(&self, actor: &Node) -> bool {
        let handle = self.to_struct(actor.module, &format!("{}Ref", actor.name));
        self.to(actor).certain().is_none() || handle.certain().is_some()
    }

    fn to_struct(&self, module: Option<ModuleId>, name: &str) -> Page {
        let (Some(source), Some(module)) = (self.source, module) else {
            return Page::Unknown;
        };
        let modules = &source.modules;
        if let Some(path) = modules.public_path(module, name) {
            return Page::At(unraw(&path));
        }
        let with_private = source.arguments.with_private;
        let path = with_private.then(|| modules.private_path(module, name, self.from.module));
        let is_nowhere = || match with_private {
            true => modules.is_hidden(module, name),
            false => modules.is_nowhere(module, name),
        };
        match path.flatten() {
            Some(path) => Page::Within(unraw(&path)),
            None if is_nowhere() => Page::Nowhere,
            None => Page::Unknown,
        }
    }

    /// That of a type that a supervisor names and that is not seen.
    pub(super) fn outside(&self, module: Option<ModuleId>, mention: &Mention) -> Page {
        let Some(path) = self.path_outside(module, mention) else {
            return Page::Unknown;
        };
        let arguments = self.source.map(|source| &source.arguments);
        match (arguments, path.first()) {
            (Some(arguments), Some(name)) if arguments.has_pages_of(name) => {
                Page::Maybe(path_to(&path))
            }
            (Some(arguments), Some(name)) if arguments.has_no_place_of(name) => Page::Nowhere,
            _ => Page::Unknown,
        }
    }

    /// What the page says of a type of another crate that a supervisor names.
    pub(super) fn told(&self, module: Option<ModuleId>, mention: &Mention) -> Option<Told> {
        let path = self.path_outside(module, mention)?;
        let Source {
            arguments, records, ..
        } = self.source?;
        if !arguments.has_pages_of(path.first()?) {
            return None;
        }
        let recorded = records.of(&path, arguments)?;
        let path = path_to(&path);
        Some(Told { recorded, path })
    }

    /// That of a type which the page of another crate tells of.
    pub(super) fn below(&self, path: Option<&str>, told: &Told) -> Page {
        let path = path.and_then(|path| {
            let name = self.source?.arguments.name_of(&told.recorded.krate)?;
            Some(format!("::{name}::{path}"))
        });
        path.map_or(Page::Nowhere, Page::At)
    }

    /// The path from the name of another crate.
    fn path_outside(&self, module: Option<ModuleId>, mention: &Mention) -> Option<Vec<String>> {
        let (source, module) = (self.source?, module?);
        let path = mention.link.as_ref()?;
        let (path, is_outside) = match path.strip_prefix("::") {
            Some(path) => (path, true),
            None => (path.as_str(), false),
        };
        let names: Vec<String> = path
            .split("::")
            .map(|name| name.trim().to_owned())
            .collect();
        let names = if is_outside {
            names
        } else {
            source.modules.outside(module, &names)?
        };
        (names.len() > 1).then_some(names)
    }
}

fn path_to(names: &[String]) -> String {
    unraw(&format!("::{}", names.join("::")))
}

/// As rustdoc takes it, for which a `#` ends the path.
pub(super) fn unraw(path: &str) -> String {
    path.replace("r#", "")
}
