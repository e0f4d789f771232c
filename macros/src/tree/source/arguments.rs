//! What rustdoc was started with.

use std::path::{Path, PathBuf};

#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Arguments {
    /// The file that the crate begins with.
    pub(crate) root: Option<PathBuf>,
    /// Where the pages go.
    out: Option<PathBuf>,
    /// Other crates, by the names that they have here.
    externs: Vec<String>,
    /// What is not public has pages too.
    pub(crate) with_private: bool,
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
                "--extern" => all.externs.extend(value().as_deref().and_then(name_of)),
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
        self.externs.iter().any(|other| other == name) && out.join(name).is_dir()
    }
}

/// `name`, `name=path`, `noprelude:name=path`
fn name_of(value: &str) -> Option<String> {
    let name = value.split('=').next()?;
    name.rsplit(':').next().map(str::to_owned)
}
