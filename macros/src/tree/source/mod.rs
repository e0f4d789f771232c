//! Where the types of the crate are, read from its files.
//!
//! No macro is told which module its item is in, and a link has to say it. So the files are read as the compiler
//! reads them, from the root of the crate along its `mod` lines, as tokens: what is in braces of another kind is not
//! looked at. What is made by macros is not seen, and of what a `cfg` decides nothing is assumed; there is no
//! link then.

mod arguments;
mod modules;
mod pages;
mod paths;
mod scan;

pub(crate) use self::arguments::Arguments;
pub(crate) use self::modules::{ModuleId, Modules};

use super::records::Records;
use proc_macro2::Ident;
use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;

pub(crate) struct Source {
    pub(super) modules: Modules,
    pub(super) arguments: Arguments,
    pub(super) records: Records,
}

impl Source {
    /// Of the crate that is documented; `None` where that is not known, as in tests.
    pub(super) fn get() -> Option<&'static Self> {
        static SOURCE: OnceLock<Option<Source>> = OnceLock::new();
        SOURCE.get_or_init(Self::read).as_ref()
    }

    fn read() -> Option<Self> {
        if !proc_macro::is_available() {
            return None;
        }
        let arguments = std::env::args_os().map(|argument| argument.to_string_lossy().into_owned());
        let arguments = Arguments::new(arguments);
        let root = arguments.root.as_ref()?;
        let modules = Modules::read(root, &|path| fs::read_to_string(path).ok());
        Some(Self {
            modules,
            arguments,
            records: Records::default(),
        })
    }

    /// The module of a struct that has that name where it is defined.
    pub(super) fn place(&self, name: &Ident) -> Option<ModuleId> {
        let span = name.span().unwrap();
        let file: PathBuf = span.local_file()?;
        self.modules.place(&file, span.line(), &name.to_string())
    }

    /// The module of a struct that has that name beside this mention of it.
    pub(super) fn place_beside(&self, name: &Ident) -> Option<ModuleId> {
        let file: PathBuf = name.span().unwrap().local_file()?;
        self.modules.place_beside(&file, &name.to_string())
    }
}
