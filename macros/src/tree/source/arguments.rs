//! What rustdoc was started with.

use super::pages;
use std::iter;
use std::path::{Path, PathBuf};

#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Arguments {
    /// The file that the crate begins with.
    pub(crate) root: Option<PathBuf>,
    /// Where the pages go.
    out: Option<PathBuf>,
    /// Other crates, by the names that they have here.
    externs: Vec<Extern>,
    /// Crates, by their own names, that have pages elsewhere.
    placed: Vec<String>,
    /// What is not public has pages too.
    pub(crate) with_private: bool,
}

#[derive(Debug, PartialEq, Eq)]
struct Extern {
    name: String,
    /// The name that it gives itself, by which its pages go.
    own: String,
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
                "--extern-html-root-url" => all.placed.extend(value().as_deref().and_then(placed)),
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
    /// then. Of two versions it cannot be known whose pages are there.
    pub(crate) fn has_pages_of(&self, name: &str) -> bool {
        let Some(out) = &self.out else { return false };
        let mut named = self.externs.iter().filter(|other| other.name == name);
        named.any(|other| self.is_only(other) && out.join(&other.own).is_dir())
    }

    fn is_only(&self, one: &Extern) -> bool {
        let mut same = self.externs.iter().filter(|other| other.own == one.own);
        same.all(|other| other.file == one.file)
    }

    /// Whether there is a crate of that name, and rustdoc cannot know where its pages are. Crates themselves may say so, but
    /// seldom do.
    pub(crate) fn has_no_place_of(&self, name: &str) -> bool {
        let mut named = self.externs.iter().filter(|other| other.name == name);
        named.any(|other| !self.placed.contains(&other.own)) && !self.has_pages_of(name)
    }

    /// The name that a crate with pages has here.
    pub(crate) fn name_of(&self, krate: &str) -> Option<&str> {
        let named = self.externs.iter().find(|other| other.own == krate)?;
        self.has_pages_of(&named.name).then_some(&named.name)
    }

    /// The page of a struct of another crate, by its path from the name of that. `None` where there is none, or one
    /// that is older than what it tells of.
    pub(crate) fn page_of(&self, path: &[String]) -> Option<Page> {
        let out = self.out.as_ref()?.canonicalize().ok()?;
        let (name, rest) = path.split_first()?;
        let named = self.externs.iter().find(|other| other.name == *name);
        let own = named.map_or(name, |other| &other.own);
        let path: Vec<&str> = iter::once(own).chain(rest).map(String::as_str).collect();
        self.page(&out, &pages::find(&out, &path)?)
    }

    /// The page that the struct of a page has in its own crate.
    pub(crate) fn original_of(&self, page: &Page) -> Option<Page> {
        let out = self.out.as_ref()?.canonicalize().ok()?;
        self.page(&out, &pages::original(&out, &page.html)?)
    }

    fn page(&self, out: &Path, page: &Path) -> Option<Page> {
        // What is re-exported may be of a third crate.
        let page = page.canonicalize().ok()?;
        let krate = page.strip_prefix(out).ok()?.components().next()?;
        let krate = krate.as_os_str().to_str()?.to_owned();
        let compiled = self.externs.iter().find(|other| other.own == krate);
        let compiled = compiled.and_then(|other| other.file.as_ref());
        if compiled.is_some_and(|compiled| !pages::is_fresh(&page, compiled)) {
            return None;
        }
        let html = std::fs::read_to_string(&page).ok()?;
        Some(Page { krate, html })
    }
}

/// `name=https://..`
fn placed(value: &str) -> Option<String> {
    let (name, _) = value.split_once('=')?;
    Some(name.to_owned())
}

/// `libname-hash.rmeta`
fn own_name(compiled: &Path) -> Option<String> {
    let name = compiled.file_stem()?.to_str()?.strip_prefix("lib")?;
    name.split('-').next().map(str::to_owned)
}

impl Extern {
    /// `name`, `name=path`, `noprelude:name=path`
    fn new(value: &str) -> Option<Self> {
        let (name, file) = match value.split_once('=') {
            Some((name, file)) => (name, Some(PathBuf::from(file))),
            None => (value, None),
        };
        let name = name.rsplit(':').next()?.to_owned();
        let own = file.as_deref().and_then(own_name);
        let own = own.unwrap_or_else(|| name.clone());
        Some(Self { name, own, file })
    }
}
