//! What rustdoc was started with.

use super::pages;
use std::collections::BTreeSet;
use std::iter;
use std::path::{Path, PathBuf};

#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Arguments {
    /// The file that the crate begins with.
    pub(crate) root: Option<PathBuf>,
    /// The crate's own name.
    name: Option<String>,
    /// Where the pages go.
    out: Option<PathBuf>,
    /// Other crates, by the names that they have here.
    externs: Vec<Extern>,
    /// Where the compiler looks for what these need.
    folders: Vec<PathBuf>,
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
                "--crate-name" => all.name = value(),
                "-L" => all.folders.extend(value().as_deref().and_then(folder)),
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
    /// then. Of two versions it cannot be known whose pages are there, nor where the crate itself is the other.
    pub(crate) fn has_pages_of(&self, name: &str) -> bool {
        let Some(out) = &self.out else { return false };
        let mut named = self.externs.iter().filter(|other| other.name == name);
        named.any(|other| self.is_only(other) && out.join(&other.own).is_dir())
    }

    /// Whether there is another crate of that name.
    pub(crate) fn has_crate(&self, name: &str) -> bool {
        self.externs.iter().any(|other| other.name == name)
    }

    fn is_only(&self, one: &Extern) -> bool {
        let mut same = self.externs.iter().filter(|other| other.own == one.own);
        same.all(|other| other.file == one.file) && !self.is_itself(&one.own)
    }

    fn is_itself(&self, krate: &str) -> bool {
        self.name.as_deref() == Some(krate)
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
        self.page(&out, &pages::find(&out, &path)?, named)
    }

    /// The pages that the struct of a page may have in its own crate.
    pub(crate) fn originals_of(&self, page: &Page) -> Vec<Page> {
        let out = self.out.as_ref().and_then(|out| out.canonicalize().ok());
        out.into_iter()
            .flat_map(|out| {
                let files = pages::originals(&out, &page.krate, &page.html);
                let pages = files
                    .into_iter()
                    .map(move |file| self.page(&out, &file, None));
                pages.flatten()
            })
            .collect()
    }

    /// A page that was looked for by the name of a crate.
    fn page(&self, out: &Path, page: &Path, asked: Option<&Extern>) -> Option<Page> {
        // What is re-exported may be of a third crate.
        let page = page.canonicalize().ok()?;
        let krate = page.strip_prefix(out).ok()?.components().next()?;
        let krate = krate.as_os_str().to_str()?.to_owned();
        if self.is_itself(&krate) {
            return None;
        }
        let html = std::fs::read_to_string(&page).ok()?;
        let compiled = match asked.filter(|asked| asked.own == krate) {
            Some(asked) => asked.file.clone().into_iter().collect(),
            None => self.compiled(&krate),
        };
        let is_of_all = compiled.iter().all(|file| pages::is_of(&page, &html, file));
        is_of_all.then_some(Page { krate, html })
    }

    /// All that the compiler may have made of a crate which others need: which of them it takes is not known.
    fn compiled(&self, krate: &str) -> BTreeSet<PathBuf> {
        let folders = self
            .folders
            .iter()
            .filter_map(|folder| folder.read_dir().ok());
        let files = folders.flatten().filter_map(|file| Some(file.ok()?.path()));
        let direct = self.externs.iter().filter_map(|other| other.file.clone());
        files
            .chain(direct)
            .filter(|file| {
                let end = file.extension().and_then(|end| end.to_str());
                matches!(end, Some("rlib" | "rmeta")) && own_name(file).as_deref() == Some(krate)
            })
            .map(|file| file.with_extension("rmeta"))
            .collect()
    }
}

/// `dependency=target/debug/deps`
fn folder(value: &str) -> Option<PathBuf> {
    value.strip_prefix("dependency=").map(PathBuf::from)
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
