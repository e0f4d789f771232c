//! By which path something is found, from anywhere in the crate.

use super::modules::{Imported, ModuleId, Modules, Struct};
use super::scan::{Hidden, Import, Visibility};

/// What a path leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Target {
    Module(ModuleId),
    Struct(ModuleId, String),
    Outside(Vec<String>),
}

/// A way to a module.
#[derive(Clone)]
struct Way {
    to: ModuleId,
    path: String,
    /// The modules that import all of it, one from the other: their own names come first.
    around: Vec<ModuleId>,
    certainty: Certainty,
}

/// How much is asked of a way.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Certainty {
    Sure,
    /// A `cfg` may leave something on it out or hide it, a macro may make it, and something else may have the name.
    Perhaps,
}

impl Way {
    fn to(&self, to: ModuleId, path: String) -> Self {
        Self {
            to,
            path,
            around: Vec::new(),
            certainty: self.certainty,
        }
    }

    fn is_sure(&self) -> bool {
        self.certainty == Certainty::Sure
    }
}

impl Certainty {
    fn takes(self, hidden: Hidden) -> bool {
        hidden == Hidden::No || hidden == Hidden::Perhaps && self == Self::Perhaps
    }
}

enum Found {
    Struct(String),
    Module(Way),
}

/// How many imports of imports are followed.
const STEPS: usize = 8;

impl Modules {
    /// Whether no page can be of a struct: it is private or hidden, and no `pub use` leads to it.
    pub(crate) fn is_nowhere(&self, module: ModuleId, name: &str) -> bool {
        let is_there = self.item(module, name).is_some();
        is_there && self.way_to(module, name, Certainty::Perhaps).is_none()
    }

    /// Whether it has no page even where what is private has one.
    pub(crate) fn is_hidden(&self, module: ModuleId, name: &str) -> bool {
        let mut above = self.above(module).filter_map(|module| self.get(module));
        let item = self.item(module, name);
        item.is_some_and(|item| item.hidden == Hidden::Yes)
            || above.any(|up| up.hidden == Hidden::Yes)
    }

    /// A path to a struct on which all is public: then it has a page, whatever module it is in.
    pub(crate) fn public_path(&self, module: ModuleId, name: &str) -> Option<String> {
        self.way_to(module, name, Certainty::Sure)
    }

    fn way_to(&self, module: ModuleId, name: &str, certainty: Certainty) -> Option<String> {
        let wanted = Target::Struct(module, name.to_owned());
        let item = self.item(module, name)?;
        if item.visibility != Visibility::Public || !certainty.takes(item.hidden) {
            return None;
        }
        let root = Way {
            to: ModuleId(0),
            path: "crate".to_owned(),
            around: Vec::new(),
            certainty,
        };
        let (mut ways, mut next) = (vec![root], 0);
        while let Some(way) = ways.get(next).cloned() {
            next += 1;
            if way.to == module && !self.hides(&way, name) {
                return Some(format!("{}::{name}", way.path));
            }
            if !way.is_sure() && self.may_export(way.to, module, name) {
                return Some(way.path);
            }
            let further = self.further(&way, &wanted);
            for way in further {
                match way {
                    Found::Struct(path) => return Some(path),
                    Found::Module(way) => {
                        let is_new = ways.iter().all(|other| other.to != way.to);
                        if is_new && (!way.is_sure() || self.is_there(way.to, module)) {
                            ways.push(way);
                        }
                    }
                }
            }
        }
        None
    }

    /// Whether there may be a `use` of a struct in a module that is not seen: a macro that makes it is one of this crate,
    /// or is told a name on the way there.
    fn may_export(&self, from: ModuleId, module: ModuleId, name: &str) -> bool {
        let above = self.above(module).filter_map(|up| self.get(up));
        let above = above.filter(|up| up.parent.is_some());
        let mut names: Vec<&str> = above.map(|up| up.name.as_str()).collect();
        names.push(name);
        self.get(from).is_some_and(|from| {
            let mut calls = from.calls.iter();
            from.lacks_module
                || calls.any(|call| {
                    self.exporters.contains(&call.name)
                        || names.iter().any(|name| call.words.contains(*name))
                })
        })
    }

    /// Where one gets from a module by what is public in it.
    fn further(&self, way: &Way, wanted: &Target) -> Vec<Found> {
        let Some(here) = self.get(way.to) else {
            return Vec::new();
        };
        let mut further = Vec::new();
        let named = |name: &str| {
            let is_seen = name != "_" && !self.hides(way, name);
            is_seen.then(|| format!("{}::{name}", way.path))
        };
        for below in &here.modules {
            let Some(found) = self.get(*below) else {
                continue;
            };
            if found.visibility == Visibility::Public
                && way.certainty.takes(found.hidden)
                && let Some(path) = named(&found.name)
            {
                further.push(Found::Module(way.to(*below, path)));
            }
        }
        for imported in &here.imports {
            if !imported.is_public || imported.is_conditional && way.is_sure() {
                continue;
            }
            let import = &imported.import;
            match (&import.name, self.imported(way.to, import, STEPS)) {
                (Some(alias), Some(target)) => {
                    let Some(path) = named(alias) else { continue };
                    if target == *wanted {
                        further.push(Found::Struct(path));
                    } else if let Target::Module(to) = target {
                        further.push(Found::Module(way.to(to, path)));
                    }
                }
                (None, Some(Target::Module(to))) => {
                    let mut around = way.around.clone();
                    around.push(way.to);
                    further.push(Found::Module(Way {
                        to,
                        path: way.path.clone(),
                        around,
                        certainty: way.certainty,
                    }));
                }
                _ => {}
            }
        }
        further
    }

    /// Whether no `cfg` leaves a module out for certain, as where something in it is known to be there.
    fn is_there(&self, module: ModuleId, known: ModuleId) -> bool {
        self.above(module).all(|up| {
            let is_known = || self.above(known).any(|known| known == up);
            self.get(up).is_some_and(|up| !up.is_conditional) || is_known()
        })
    }

    /// Whether something else may have that name, which comes before what is imported with all of a module.
    fn hides(&self, way: &Way, name: &str) -> bool {
        let mut around = way.around.iter().filter_map(|module| self.get(*module));
        way.is_sure()
            && around.any(|module| {
                let all = module
                    .imports
                    .iter()
                    .filter(|imported| imported.import.name.is_none());
                all.count() > 1 || module.names.iter().any(|other| other == name)
            })
    }

    /// The path to where a struct is defined, if it may be named from another module.
    pub(crate) fn private_path(
        &self,
        module: ModuleId,
        name: &str,
        from: Option<ModuleId>,
    ) -> Option<String> {
        let item = self.item(module, name)?;
        let may_be_named = |visibility: Visibility, inside: Option<ModuleId>| match visibility {
            Visibility::Public | Visibility::Crate => true,
            Visibility::Private => {
                let mut above = from.into_iter().flat_map(|from| self.above(from));
                above.any(|up| Some(up) == inside)
            }
        };
        let mut is_visible =
            item.hidden == Hidden::No && may_be_named(item.visibility, Some(module));
        let mut names = vec![name];
        for up in self.above(module) {
            let up = self.get(up)?;
            is_visible &= up.hidden == Hidden::No && may_be_named(up.visibility, up.parent);
            names.push(&up.name);
        }
        names.reverse();
        is_visible.then(|| names.join("::"))
    }

    /// The path from the name of another crate, if that is where this one leads.
    pub(crate) fn outside(&self, from: ModuleId, path: &[String]) -> Option<Vec<String>> {
        match self.target(from, path, STEPS)? {
            Target::Outside(path) => Some(path),
            Target::Module(_) | Target::Struct(..) => None,
        }
    }

    /// Where the struct is that a path leads to, if it is in this crate.
    pub(crate) fn inside(&self, from: ModuleId, path: &[String]) -> Option<(ModuleId, String)> {
        match self.target(from, path, STEPS)? {
            Target::Struct(module, name) => Some((module, name)),
            Target::Module(_) | Target::Outside(_) => None,
        }
    }

    /// Whether a path leads to something else than the type of that module and name, for certain. Its macro may come with
    /// all of a module where the type does not, as another has its name.
    pub(crate) fn lead_elsewhere(
        &self,
        from: ModuleId,
        path: &[String],
        (module, name): (Option<ModuleId>, &str),
        is_crate: impl Fn(&str) -> bool,
    ) -> bool {
        let Some((last, before)) = path.split_last() else {
            return false;
        };
        let named_in = match before {
            [] => Some(Target::Module(from)),
            before => self.target(from, before, STEPS),
        };
        let Some(Target::Module(named_in)) = named_in else {
            return false;
        };
        let Some(here) = self.get(named_in).filter(|_| self.is_there(named_in, from)) else {
            return false;
        };
        if here.others.contains(last) {
            return true;
        }
        let mut imports = here.imports.iter();
        let is_named = here.written(last).is_some()
            || imports.any(|imported| imported.import.name.as_ref() == Some(last));
        match self.target(from, path, STEPS).filter(|_| is_named) {
            Some(Target::Struct(other, found)) => {
                let Some(item) = self.item(other, &found) else {
                    return false;
                };
                // Of one that is made by a macro, or is one of two in a file, the module is not known.
                let is_other = match module {
                    Some(module) => module != other,
                    None => !item.has_tree,
                };
                let is_other = is_other || found.trim_start_matches("r#") != name;
                is_other && !item.is_conditional && self.is_there(other, from)
            }
            Some(Target::Outside(path)) => path.first().is_some_and(|name| is_crate(name)),
            Some(Target::Module(_)) | None => false,
        }
    }

    /// The struct that a path leads to, where another of its name comes with all of a module to the same place: for the
    /// compiler an import of what an attribute makes is ambiguous then. And whether it may be one of the tree.
    pub(crate) fn shadowing(
        &self,
        from: ModuleId,
        path: &[String],
    ) -> Option<(ModuleId, String, bool)> {
        let (module, name) = self.inside(from, path)?;
        let here = self.get(module)?;
        let item = here.written(&name).filter(|item| !item.is_conditional)?;
        let mut all = here.imports.iter().map(|imported| &imported.import);
        let is_shadowed = all.any(|import| {
            let from = import.name.is_none().then_some(import);
            let from = from.and_then(|import| self.imported(module, import, STEPS));
            match from {
                Some(Target::Module(all)) if all != module => {
                    self.named(all, &name, STEPS).is_some()
                }
                _ => false,
            }
        });
        let is_sure = is_shadowed && self.is_there(module, from);
        is_sure.then(|| (module, name.clone(), item.has_tree))
    }

    fn item(&self, module: ModuleId, name: &str) -> Option<&Struct> {
        self.get(module)?.item(name)
    }

    fn target(&self, from: ModuleId, path: &[String], steps: usize) -> Option<Target> {
        let (first, rest) = path.split_first()?;
        let mut at = match first.as_str() {
            "crate" => Target::Module(ModuleId(0)),
            "self" => Target::Module(from),
            "super" => Target::Module(self.get(from)?.parent?),
            name => self.named(from, name, steps).or_else(|| {
                let is_outside = self.is_not_here(from, name);
                is_outside.then(|| Target::Outside(vec![name.to_owned()]))
            })?,
        };
        for name in rest {
            at = match at {
                Target::Module(module) if name == "super" => {
                    Target::Module(self.get(module)?.parent?)
                }
                Target::Module(module) => self.named(module, name, steps)?,
                Target::Outside(mut path) => {
                    path.push(name.clone());
                    Target::Outside(path)
                }
                Target::Struct(..) => return None,
            };
        }
        Some(at)
    }

    fn named(&self, module: ModuleId, name: &str, steps: usize) -> Option<Target> {
        let steps = steps.checked_sub(1)?;
        let here = self.get(module)?;
        let mut modules = here.modules.iter().filter(|below| {
            let below = self.get(**below);
            below.is_some_and(|below| below.name == name)
        });
        if let Some(only) = modules.next() {
            return modules.next().is_none().then_some(Target::Module(*only));
        }
        if here.written(name).is_some() {
            return Some(Target::Struct(module, name.to_owned()));
        }
        let mut imports = here.imports.iter();
        let is_named = |imported: &&Imported| imported.import.name.as_deref() == Some(name);
        if let Some(Imported {
            import,
            is_conditional,
            ..
        }) = imports.find(is_named)
        {
            return if *is_conditional {
                None
            } else {
                self.imported(module, import, steps)
            };
        }
        // That of its actor, if it is one.
        if here.item(name).is_some() {
            return Some(Target::Struct(module, name.to_owned()));
        }
        let imports = here.imports.iter();
        let unconditional = imports.filter(|imported| !imported.is_conditional);
        let mut found = unconditional
            .map(|imported| &imported.import)
            .filter(|import| import.name.is_none())
            .filter_map(|import| match self.imported(module, import, steps)? {
                Target::Module(all) => self.named(all, name, steps),
                _ => None,
            });
        let target = found.next()?;
        // Which of two are visible from here is not looked at.
        found.all(|other| other == target).then_some(target)
    }

    fn imported(&self, module: ModuleId, import: &Import, steps: usize) -> Option<Target> {
        let first = import.path.first()?;
        // Of `use name::.., name` the first is not the import itself.
        if import.is_outside
            || import.name.as_ref() == Some(first) && self.is_not_here(module, first)
        {
            return Some(Target::Outside(import.path.clone()));
        }
        self.target(module, &import.path, steps)
    }

    /// Whether nothing in a module has that name, as far as is seen, but perhaps an import.
    fn is_not_here(&self, module: ModuleId, name: &str) -> bool {
        let is_named = |below: &ModuleId| self.get(*below).is_some_and(|below| below.name == name);
        self.get(module).is_some_and(|here| {
            !here.modules.iter().any(is_named) && self.item(module, name).is_none()
        })
    }
}
