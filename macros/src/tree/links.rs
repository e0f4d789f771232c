//! Where the pages are of what a tree shows.

use super::mention::Mention;
use super::registry::Node;
use super::source::Source;

/// Where the page of a type is.
pub(super) enum Page {
    /// By a path of Rust from anywhere in the crate. It is there for certain: rustdoc leaves a dead link in the place
    /// of one that it cannot follow.
    At(String),
    /// The same, if rustdoc has pages of another crate.
    Maybe(String),
    Nowhere,
    Unknown,
}

impl Page {
    pub(super) fn certain(&self) -> Option<&str> {
        match self {
            Self::At(path) => Some(path),
            Self::Maybe(_) | Self::Nowhere | Self::Unknown => None,
        }
    }
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
        let (Some(source), Some(module)) = (self.source, node.module) else {
            return Page::Unknown;
        };
        let (modules, name) = (&source.modules, &node.name);
        let path = modules.public_path(module, name).or_else(|| {
            let with_private = source.arguments.with_private;
            with_private.then(|| modules.private_path(module, name, self.from.module))?
        });
        match path {
            Some(path) => Page::At(path),
            None if modules.is_private(module, name) && !source.arguments.with_private => {
                Page::Nowhere
            }
            None => Page::Unknown,
        }
    }

    /// That of a type that a supervisor names and that is not seen.
    pub(super) fn outside(&self, supervisor: &Node, mention: &Mention) -> Page {
        self.path_outside(supervisor, mention)
            .map_or(Page::Unknown, Page::Maybe)
    }

    /// The path from the name of another crate, which may have pages.
    fn path_outside(&self, supervisor: &Node, mention: &Mention) -> Option<String> {
        let (source, module) = (self.source?, supervisor.module?);
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
        let name = names.first()?;
        (names.len() > 1 && source.arguments.has_pages_of(name))
            .then(|| format!("::{}", names.join("::")))
    }
}
