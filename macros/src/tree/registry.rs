//! What the items of a crate say, as far as they are expanded. It lives as long as the compiler does.

use super::facts::{HandlerRow, What};
use super::mention::Mention;
use super::source::{ModuleId, Source};
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

static REGISTRY: Mutex<Registry> = Mutex::new(Registry {
    nodes: Vec::new(),
    awaited: Vec::new(),
});

pub(super) struct Registry {
    nodes: Vec<Node>,
    awaited: Vec<Awaited>,
}

/// What a supervisor looks up is that struct, which the compiler cannot be asked for.
struct Awaited {
    supervisor: Id,
    place: usize,
    module: ModuleId,
    name: String,
}

/// Which node it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Id(pub(super) usize);

/// An actor or a supervisor.
pub(super) struct Node {
    pub(super) name: String,
    /// In which it is defined, where that is known.
    pub(super) module: Option<ModuleId>,
    pub(super) kind: Kind,
    /// Of an actor: how many handlers it has, and which are known.
    handler_count: Option<usize>,
    handlers: BTreeMap<usize, Option<HandlerRow>>,
}

pub(super) enum Kind {
    Actor {
        /// Empty where it does not hibernate by itself.
        idle: String,
        options: Vec<(String, String)>,
    },
    Supervisor {
        strategy: String,
        words: Vec<String>,
        children: Vec<Child>,
        /// Of its parameters.
        defaults: Vec<Option<Mention>>,
    },
}

/// What its supervisor says of it.
pub(super) struct Child {
    pub(super) id: String,
    /// Empty where nothing is said.
    pub(super) restart: String,
    pub(super) ty: Mention,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    NotYet,
    Node(Id),
    /// It has no macro.
    Nothing,
}

impl Registry {
    pub(super) fn lock() -> MutexGuard<'static, Self> {
        REGISTRY.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn add(&mut self, name: String, module: Option<ModuleId>, kind: Kind) -> Id {
        self.nodes.push(Node {
            name,
            module,
            kind,
            handler_count: None,
            handlers: BTreeMap::new(),
        });
        let id = Id(self.nodes.len() - 1);
        self.arrive(id);
        id
    }

    /// Looks all up by the files that is ambiguous for the compiler, and gives back the places of the others.
    pub(super) fn look_up(&mut self, supervisor: Id, count: usize) -> Vec<usize> {
        let mut others = Vec::new();
        for place in 0..count {
            let found = || {
                let node = self.get(supervisor)?;
                let modules = &Source::get()?.modules;
                modules.shadowing(node.module?, &node.path_of(place)?)
            };
            match found() {
                None => others.push(place),
                Some((_, _, false)) => self.settle(supervisor, place, Found::Nothing),
                Some((module, name, true)) => {
                    if let Some(node) = self.at(module, &name) {
                        self.settle(supervisor, place, Found::Node(node));
                    } else {
                        self.awaited.push(Awaited {
                            supervisor,
                            place,
                            module,
                            name,
                        });
                    }
                }
            }
        }
        others
    }

    fn arrive(&mut self, id: Id) {
        let Some(node) = self.get(id) else { return };
        let is_it = |one: &Awaited| {
            node.module == Some(one.module) && one.name.trim_start_matches("r#") == node.name
        };
        let arrived: Vec<_> = self.awaited.iter().filter(|one| is_it(one)).collect();
        let arrived: Vec<_> = arrived
            .iter()
            .map(|one| (one.supervisor, one.place))
            .collect();
        for (supervisor, place) in arrived {
            self.settle(supervisor, place, Found::Node(id));
        }
    }

    pub(super) fn get(&self, Id(place): Id) -> Option<&Node> {
        self.nodes.get(place)
    }

    pub(super) fn know(&mut self, node: Id, what: What) {
        if let What::Child(supervisor, place) = what {
            if self.is_other(supervisor, place, node) {
                self.give_up(what);
            } else {
                self.settle(supervisor, place, Found::Node(node));
            }
        } else if let Some(node) = self.nodes.get_mut(node.0) {
            match what {
                What::Handlers(count) => node.handler_count = Some(count),
                What::Handler(index, row) => drop(node.handlers.insert(index, row)),
                What::Child(..) => {}
            }
        }
    }

    /// No macro has the name. It may be another one for a type that has.
    pub(super) fn give_up(&mut self, what: What) {
        if let What::Child(supervisor, place) = what {
            let found = self.by_path(supervisor, place);
            self.settle(supervisor, place, found.map_or(Found::Nothing, Found::Node));
        }
    }

    /// Whether the macro that was found is not that of the type.
    fn is_other(&self, supervisor: Id, place: usize, node: Id) -> bool {
        let is_other = || {
            let (supervisor, node) = (self.get(supervisor)?, self.get(node)?);
            let path = supervisor.path_of(place)?;
            let Source {
                modules, arguments, ..
            } = Source::get()?;
            let is_crate = |name: &str| arguments.has_crate(name);
            let of = (node.module, node.name.as_str());
            Some(modules.lead_elsewhere(supervisor.module?, &path, of, is_crate))
        };
        is_other().unwrap_or(false)
    }

    fn by_path(&self, supervisor: Id, place: usize) -> Option<Id> {
        let supervisor = self.get(supervisor)?;
        let path = supervisor.path_of(place)?;
        let (module, name) = Source::get()?.modules.inside(supervisor.module?, &path)?;
        self.at(module, &name)
    }

    /// The one of a struct.
    pub(super) fn at(&self, module: ModuleId, name: &str) -> Option<Id> {
        let name = name.trim_start_matches("r#");
        let is_it = |node: &Node| node.module == Some(module) && node.name == name;
        self.nodes.iter().position(is_it).map(Id)
    }

    fn settle(&mut self, Id(supervisor): Id, place: usize, found: Found) {
        if let Some(node) = self.nodes.get_mut(supervisor)
            && let Kind::Supervisor {
                children, defaults, ..
            } = &mut node.kind
        {
            let types = children.iter_mut().map(|child| &mut child.ty);
            for ty in types.chain(defaults.iter_mut().flatten()) {
                ty.settle(place, found);
            }
        }
    }

    /// Whether all of the tree below a node is known.
    pub(super) fn is_complete(&self, root: Id) -> bool {
        let mut seen = vec![root];
        let mut next = 0;
        while let Some(id) = seen.get(next) {
            next += 1;
            let Some(node) = self.get(*id) else { continue };
            if !node.is_supervisor() && node.handler_count != Some(node.handlers.len()) {
                return false;
            }
            for mention in node.mentions() {
                match mention.found {
                    Found::NotYet => return false,
                    Found::Node(child) if !seen.contains(&child) => seen.push(child),
                    Found::Node(_) | Found::Nothing => {}
                }
            }
        }
        true
    }
}

impl Node {
    pub(super) fn is_supervisor(&self) -> bool {
        matches!(self.kind, Kind::Supervisor { .. })
    }

    /// In the order of the block.
    pub(super) fn handlers(&self) -> impl Iterator<Item = &HandlerRow> {
        self.handlers.values().flatten()
    }

    pub(super) fn children(&self) -> &[Child] {
        match &self.kind {
            Kind::Supervisor { children, .. } => children,
            Kind::Actor { .. } => &[],
        }
    }

    /// What a parameter is where it is left out.
    pub(super) fn default(&self, param: usize) -> Option<&Mention> {
        self.defaults().get(param)?.as_ref()
    }

    fn defaults(&self) -> &[Option<Mention>] {
        match &self.kind {
            Kind::Supervisor { defaults, .. } => defaults,
            Kind::Actor { .. } => &[],
        }
    }

    /// The names on the path by which something is looked up.
    fn path_of(&self, place: usize) -> Option<Vec<String>> {
        self.mentions().find_map(|mention| mention.path_of(place))
    }

    /// All types that it mentions.
    fn mentions(&self) -> impl Iterator<Item = &Mention> {
        let types = self.children().iter().map(|child| &child.ty);
        let types = types.chain(self.defaults().iter().flatten());
        types.flat_map(Mention::all)
    }
}
