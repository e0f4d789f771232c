//! What rustdoc was started with.

use super::pages;
use std::path::{Path, PathBuf};

#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Arguments {
    /// The file that the crate begins with.
    pub(crate) root: Option<PathBuf>,
    /// Where the pages go.
    out: Option<PathBuf>,
    /// Other crates, by the names that they have here.
    externs: Vec<Extern>,
    /// What is not public has pages too.
    pub(crate) with_private: bool,
}

#[derive(Debug, PartialEq, Eq)]
struct Extern {
    name: String,
    /// What the compiler has made of it.
    file: Option<PathBuf>,
}

/// A page of another crate.
pub(crate) struct Page {
    pub(crate) krate: String,
    pub(crate) html: String,
}

impl Arguments {
    pub(crate) fn new(arguments: impl Iterator<Item = String>) -> Self {
        let mut all = Self::default();
        let mut arguments = arguments.skip(1);
        while let Some(argument) = arguments.next() {
            let (name, value) = match argument.split_once('=') {
                Some((name, value)) if name.starts_with("--") => (name, Some(value.to_owned())),
                _ => (argument.as_str(), None),
            };
            let mut value = || value.clone().or_else(|| arguments.next());
            match name {
                "--document-private-items" => all.with_private = true,
                "--extern" => all.externs.extend(value().as_deref().and_then(Extern::new)),
                "-o" | "--output" | "--out-dir" => all.out = value().map(PathBuf::from),
                name if all.root.is_none() && !name.starts_with('-') => {
                    let file = Path::new(name);
                    let is_rust = file.extension().is_some_and(|end| end == "rs");
                    all.root = is_rust.then(|| file.to_owned());
                }
                _ => {}
            }
        }
        all
    }

    /// Whether there is a crate of that name, and rustdoc has written pages of it to the same place. It links to them
    /// then.
    pub(crate) fn has_pages_of(&self, name: &str) -> bool {
        let Some(out) = &self.out else { return false };
        self.externs.iter().any(|other| other.name == name) && out.join(name).is_dir()
    }

    /// The page of a struct of another crate, by its path from the name of that. `None` where there is none, or one
    /// that is older than what it tells of.
    pub(crate) fn page_of(&self, path: &[String]) -> Option<Page> {
        let out = self.out.as_ref()?.canonicalize().ok()?;
        // What is re-exported may be of a third crate.
        let page = pages::find(&out, path)?.canonicalize().ok()?;
        let krate = page.strip_prefix(&out).ok()?.components().next()?;
        let krate = krate.as_os_str().to_str()?.to_owned();
        let compiled = self.externs.iter().find(|other| other.name == krate);
        let compiled = compiled.and_then(|other| other.file.as_ref());
        if compiled.is_some_and(|compiled| !pages::is_fresh(&page, compiled)) {
            return None;
        }
        let html = std::fs::read_to_string(&page).ok()?;
        Some(Page { krate, html })
    }
}

impl Extern {
    /// `name`, `name=path`, `noprelude:name=path`
    fn new(value: &str) -> Option<Self> {
        let (name, file) = match value.split_once('=') {
            Some((name, file)) => (name, Some(PathBuf::from(file))),
            None => (value, None),
        };
        let name = name.rsplit(':').next()?.to_owned();
        Some(Self { name, file })
    }
}
