//! The modules of a crate, in their files.

use super::scan::{self, Call, Hidden, Import, Item, Visibility, What};
use proc_macro2::TokenStream;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

pub(crate) struct Modules {
    pub(super) all: Vec<Module>,
    files: BTreeMap<PathBuf, File>,
    /// The names of macros that may write a `use`.
    pub(super) exporters: BTreeSet<String>,
}

/// Which module it is; the first is the root.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ModuleId(pub(super) usize);

pub(super) struct Module {
    pub(super) name: String,
    pub(super) parent: Option<ModuleId>,
    pub(super) visibility: Visibility,
    /// A `cfg` may leave it out.
    pub(super) is_conditional: bool,
    pub(super) hidden: Hidden,
    pub(super) structs: Vec<Struct>,
    pub(super) imports: Vec<Imported>,
    pub(super) modules: Vec<ModuleId>,
    /// Of all that has a name as types have.
    pub(super) names: Vec<String>,
    /// Of types that are no structs, and of aliases with arguments, where no `cfg` leaves them out.
    pub(super) others: Vec<String>,
    /// Of macros, which may make more.
    pub(super) calls: Vec<Call>,
    /// The file of a module in it was not found.
    pub(super) lacks_module: bool,
    file: PathBuf,
}

pub(super) struct Struct {
    pub(super) name: String,
    pub(super) visibility: Visibility,
    pub(super) hidden: Hidden,
    /// A `cfg` may leave it out.
    pub(super) is_conditional: bool,
    /// It may have an attribute by which it is one of the tree.
    pub(super) has_tree: bool,
}

impl Module {
    /// A struct, or the handle that may be beside it: its attribute makes one.
    pub(super) fn item(&self, name: &str) -> Option<&Struct> {
        let handle = || self.written(name.strip_suffix("Ref")?);
        self.written(name).or_else(handle)
    }

    /// A struct.
    pub(super) fn written(&self, name: &str) -> Option<&Struct> {
        self.structs.iter().find(|item| item.name == name)
    }
}

pub(super) struct Imported {
    pub(super) import: Import,
    /// For all, and shown.
    pub(super) is_public: bool,
    /// A `cfg` may leave it out.
    pub(super) is_conditional: bool,
}

struct File {
    lines: Vec<String>,
    /// The names of all structs in it.
    structs: Vec<String>,
}

/// Where the files of a module's own modules are.
struct Place {
    file: PathBuf,
    folder: PathBuf,
    /// To what a `#[path]` is relative.
    base: PathBuf,
}

type Read<'a> = &'a dyn Fn(&Path) -> Option<String>;

impl Modules {
    pub(crate) fn read(root: &Path, read: Read<'_>) -> Self {
        let mut modules = Self {
            all: Vec::new(),
            files: BTreeMap::new(),
            exporters: BTreeSet::new(),
        };
        let item = Item {
            visibility: Visibility::Public,
            attributes: scan::Attributes::default(),
            what: What::Other(String::new()),
        };
        modules.file(root, true, "crate".to_owned(), &item, None, read);
        modules
    }

    /// The module in which a struct of that name is defined on that line.
    pub(crate) fn place(&self, file: &Path, line: usize, name: &str) -> Option<ModuleId> {
        let text = self.files.get(file)?;
        // A macro may have made it of what is there.
        let line = text.lines.get(line.checked_sub(1)?)?;
        let is_written = line.contains("struct") && line.contains(name);
        let named = text.structs.iter().filter(|other| *other == name).count();
        let mut found = (0..self.all.len()).map(ModuleId).filter(|module| {
            self.get(*module).is_some_and(|module| {
                module.file == file && module.structs.iter().any(|item| item.name == name)
            })
        });
        let only = found.next().filter(|_| found.next().is_none());
        only.filter(|_| is_written && named == 1)
    }

    /// Whether a struct of that name is written in a module.
    pub(crate) fn has_struct(&self, module: ModuleId, name: &str) -> bool {
        self.get(module)
            .is_some_and(|module| module.written(name).is_some())
    }

    /// The module in which the only struct of that name in a file is, if it is beside what else names it there.
    pub(crate) fn place_beside(&self, file: &Path, name: &str) -> Option<ModuleId> {
        let named = self.files.get(file)?.structs.iter();
        let is_only = named.filter(|other| *other == name).count() == 1;
        let mut found = (0..self.all.len()).map(ModuleId).filter(|module| {
            let module = self.get(*module);
            module.is_some_and(|module| module.file == file && module.written(name).is_some())
        });
        let only = found.next().filter(|_| found.next().is_none());
        only.filter(|_| is_only)
    }

    pub(super) fn get(&self, ModuleId(place): ModuleId) -> Option<&Module> {
        self.all.get(place)
    }

    /// Whether it was there.
    fn file(
        &mut self,
        file: &Path,
        has_own_folder: bool,
        name: String,
        item: &Item,
        parent: Option<ModuleId>,
        read: Read<'_>,
    ) -> bool {
        // A file that is its own module would have no end.
        let mut above = parent.into_iter().flat_map(|parent| self.above(parent));
        if above.any(|module| self.get(module).is_some_and(|module| module.file == file)) {
            return false;
        }
        drop(above);
        let Some(text) = read(file) else { return false };
        let Ok(tokens) = text.parse::<TokenStream>() else {
            return false;
        };
        let mut structs = Vec::new();
        scan::structs(tokens.clone(), &mut structs);
        let lines = text.lines().map(str::to_owned).collect();
        self.files.insert(file.to_owned(), File { lines, structs });
        let base = file.parent().unwrap_or(Path::new("")).to_owned();
        let folder = match file.file_stem() {
            Some(stem) if !has_own_folder => base.join(stem),
            _ => base.clone(),
        };
        let place = Place {
            file: file.to_owned(),
            folder,
            base,
        };
        self.module(name, item, parent, tokens, &place, read);
        true
    }

    fn module(
        &mut self,
        name: String,
        item: &Item,
        parent: Option<ModuleId>,
        tokens: TokenStream,
        place: &Place,
        read: Read<'_>,
    ) {
        let own = ModuleId(self.all.len());
        if let Some(parent) = parent.and_then(|ModuleId(parent)| self.all.get_mut(parent)) {
            parent.modules.push(own);
        }
        let mut module = Module {
            name,
            parent,
            visibility: item.visibility,
            is_conditional: item.attributes.is_conditional,
            hidden: item.attributes.hidden,
            structs: Vec::new(),
            imports: Vec::new(),
            modules: Vec::new(),
            names: Vec::new(),
            others: Vec::new(),
            calls: Vec::new(),
            lacks_module: false,
            file: place.file.clone(),
        };
        let mut below = Vec::new();
        for item in scan::items(tokens) {
            let hidden = item.attributes.hidden;
            match &item.what {
                What::Itself => {
                    module.hidden = module.hidden.max(hidden);
                    module.is_conditional |= item.attributes.is_conditional;
                }
                What::Struct(name) => {
                    module.names.push(name.clone());
                    module.names.push(format!("{name}Ref"));
                    module.structs.push(Struct {
                        name: name.clone(),
                        visibility: item.visibility,
                        hidden,
                        is_conditional: item.attributes.is_conditional,
                        has_tree: item.attributes.has_tree,
                    });
                }
                What::Use(import) | What::Alias(import) => {
                    module.names.extend(import.name.clone());
                    // The page of another name is not that of the type.
                    let is_use = matches!(item.what, What::Use(_));
                    let is_public = item.visibility == Visibility::Public && hidden != Hidden::Yes;
                    module.imports.push(Imported {
                        import: import.clone(),
                        is_public: is_use && is_public,
                        is_conditional: item.attributes.is_conditional,
                    });
                }
                What::Call(call) => module.calls.push(call.clone()),
                What::Exporter(name) => {
                    self.exporters.insert(name.clone());
                }
                What::Other(name) => {
                    module.names.push(name.clone());
                    if !item.attributes.is_conditional {
                        module.others.push(name.clone());
                    }
                }
                What::Module(name, _) => {
                    module.names.push(name.clone());
                    below.push(item);
                }
            }
        }
        self.all.push(module);
        for item in below {
            let next = self.all.len();
            self.below(&item, own, place, read);
            let is_there = self.all.len() > next;
            if let Some(module) = self.all.get_mut(own.0).filter(|_| !is_there) {
                module.lacks_module = true;
            }
        }
    }

    fn below(&mut self, item: &Item, parent: ModuleId, place: &Place, read: Read<'_>) {
        let What::Module(name, body) = &item.what else {
            return;
        };
        let attributes = &item.attributes;
        if attributes.has_unknown_path {
            return;
        }
        let bare = name.trim_start_matches("r#");
        let (name, parent) = (name.clone(), Some(parent));
        match (body, &attributes.path) {
            (Some(body), path) => {
                let folder = match path {
                    Some(path) => place.base.join(path),
                    None => place.folder.join(bare),
                };
                let place = Place {
                    file: place.file.clone(),
                    base: folder.clone(),
                    folder,
                };
                self.module(name, item, parent, body.clone(), &place, read);
            }
            (None, Some(path)) => {
                let file = place.base.join(path);
                self.file(&file, true, name, item, parent, read);
            }
            (None, None) => {
                let file = place.folder.join(format!("{bare}.rs"));
                if !self.file(&file, false, name.clone(), item, parent, read) {
                    let file = place.folder.join(bare).join("mod.rs");
                    self.file(&file, true, name, item, parent, read);
                }
            }
        }
    }

    /// The module, that above it, and so on.
    pub(super) fn above(&self, module: ModuleId) -> impl Iterator<Item = ModuleId> {
        std::iter::successors(Some(module), |module| self.get(*module)?.parent)
    }
}
