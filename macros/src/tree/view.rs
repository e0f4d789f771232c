//! The tree below a supervisor, as all three renderings show it.

use super::facts::Period;
use super::links::{Links, Page, Told};
use super::mention::Mention;
use super::record::Record;
use super::registry::{Child, Found, Id, Kind, Node, Registry};
use super::source::ModuleId;
use super::words;

pub(super) struct View {
    /// The name that its supervisor gives it.
    pub(super) id: String,
    /// That of its type.
    pub(super) name: String,
    /// Of a supervisor.
    pub(super) kind: Option<String>,
    /// Empty where nothing is said.
    pub(super) restart: String,
    pub(super) words: Vec<String>,
    pub(super) page: Page,
    /// Its type is that parameter of the root.
    pub(super) param: Option<usize>,
    pub(super) children: Vec<Self>,
}

impl View {
    /// `None` where the supervisor is none.
    pub(super) fn new(registry: &Registry, root: Id) -> Option<Self> {
        let node = registry.get(root)?;
        let at = At {
            path: &[root],
            arguments: &[],
        };
        let links = Links::new(node);
        Some(Reader { registry, links }.view(node, None, at))
    }

    pub(super) fn title(&self) -> String {
        if self.id == self.name {
            self.id.clone()
        } else {
            format!("{}: {}", self.id, self.name)
        }
    }

    /// What is said beside the title.
    pub(super) fn all_words(&self) -> impl Iterator<Item = String> {
        let kind = self.kind.iter().map(|kind| format!("[{kind}]"));
        kind.chain(self.words_of_text().cloned())
    }

    fn words_of_text(&self) -> impl Iterator<Item = &String> {
        let restart = Some(&self.restart).filter(|restart| !restart.is_empty());
        restart.into_iter().chain(&self.words)
    }

    /// How many figures it has.
    pub(super) fn count(&self) -> usize {
        1 + self.children.iter().map(Self::count).sum::<usize>()
    }

    /// `Display` of the runtime's `Tree` prints the same.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        self.write(&mut text, "");
        text
    }

    fn write(&self, text: &mut String, indent: &str) {
        text.push_str(&self.line());
        for (index, child) in self.children.iter().enumerate() {
            let last = index + 1 == self.children.len();
            let (branch, deeper) = if last {
                ("└── ", "    ")
            } else {
                ("├── ", "│   ")
            };
            text.push('\n');
            text.push_str(indent);
            text.push_str(branch);
            child.write(text, &format!("{indent}{deeper}"));
        }
    }

    fn line(&self) -> String {
        let mut line = self.title();
        if let Some(kind) = &self.kind {
            line.push_str(&format!(" [{kind}]"));
        }
        for word in self.words_of_text() {
            line.push_str(", ");
            line.push_str(word);
        }
        line
    }
}

/// How deep a tree is drawn: one of generic supervisors may go on for ever.
const DEEPEST: usize = 64;

/// Where a node is.
#[derive(Clone, Copy)]
struct At<'a> {
    /// From the root down to it.
    path: &'a [Id],
    /// What its parameters are there.
    arguments: &'a [Resolved<'a>],
}

/// A type that is mentioned, with the parameters of the supervisor filled in.
#[derive(Clone)]
struct Resolved<'a> {
    mention: &'a Mention,
    /// In which it is mentioned.
    module: Option<ModuleId>,
    /// It is that parameter of the root.
    param: Option<usize>,
    arguments: Vec<Self>,
}

impl<'a> Resolved<'a> {
    fn new(mention: &'a Mention, supervisor: &'a Node, at: At<'a>) -> Self {
        Self::before(usize::MAX, mention, supervisor, at)
    }

    /// With the parameters before a place alone: a default that mentions itself, or one behind it, is an error, which
    /// the compiler tells only after all is expanded.
    fn before(end: usize, mention: &'a Mention, supervisor: &'a Node, at: At<'a>) -> Self {
        let param = mention.param.filter(|place| *place < end);
        let argument = param.and_then(|place| at.arguments.get(place));
        // On its own page a parameter is a parameter.
        let is_below = argument.is_none() && at.path.len() > 1;
        if let Some(place) = param.filter(|_| is_below)
            && let Some(default) = supervisor.default(place)
        {
            return Self::before(place, default, supervisor, at);
        }
        argument.cloned().unwrap_or_else(|| Self {
            mention,
            module: supervisor.module,
            param: param.filter(|_| at.path.len() == 1),
            arguments: mention
                .arguments
                .iter()
                .map(|mention| Self::before(end, mention, supervisor, at))
                .collect(),
        })
    }
}

/// What its supervisor says of a child.
#[derive(Clone, Copy)]
struct Named<'a> {
    id: &'a str,
    /// Empty where nothing is said.
    restart: &'a str,
}

/// Reads the notes for one page.
struct Reader<'a> {
    registry: &'a Registry,
    links: Links<'a>,
}

impl Reader<'_> {
    fn view(&self, node: &Node, named: Option<Named<'_>>, at: At<'_>) -> View {
        let mut words = Vec::new();
        let mut kind = None;
        match &node.kind {
            Kind::Supervisor {
                strategy,
                words: own,
                ..
            } => {
                kind = Some(strategy.clone());
                words.extend(own.iter().cloned());
            }
            Kind::Actor { idle, .. } => {
                words.extend((!idle.is_empty()).then(|| idle.clone()));
                words.extend(interval(node));
                let hibernates = node.handlers().any(|row| !row.hibernates.is_empty());
                if hibernates && idle.is_empty() {
                    words.push(words::HIBERNATES.to_owned());
                }
            }
        }
        View {
            id: named
                .map_or(node.name.as_str(), |named| named.id)
                .to_owned(),
            name: node.name.clone(),
            kind,
            restart: named.map_or("", |named| named.restart).to_owned(),
            words,
            page: self.links.to(node),
            param: None,
            children: node
                .children()
                .iter()
                .map(|child| self.child(node, child, at))
                .collect(),
        }
    }

    fn child(&self, supervisor: &Node, child: &Child, at: At<'_>) -> View {
        let named = Named {
            id: &child.id,
            restart: &child.restart,
        };
        let ty = Resolved::new(&child.ty, supervisor, at);
        self.below(named, &ty, at.path)
    }

    fn below(&self, named: Named<'_>, ty: &Resolved<'_>, path: &[Id]) -> View {
        if let Found::Node(id) = ty.mention.found
            && (!path.contains(&id) || !ty.arguments.is_empty() && path.len() < DEEPEST)
            && let Some(node) = self.registry.get(id)
        {
            let at = At {
                path: &[path, &[id]].concat(),
                arguments: &ty.arguments,
            };
            return self.view(node, Some(named), at);
        }
        if let Some(told) = self.links.told(ty.module, ty.mention) {
            let mut view = self.told(named, &told.recorded.record, &told, ty, path);
            view.page = Page::At(told.path);
            return view;
        }
        View {
            id: named.id.to_owned(),
            name: ty.mention.text.clone(),
            kind: None,
            restart: named.restart.to_owned(),
            words: vec![words::ELSEWHERE.to_owned()],
            page: self.links.outside(ty.module, ty.mention),
            param: ty.param,
            children: Vec::new(),
        }
    }

    /// What the page of another crate says, with the parameters of its type filled in.
    fn told(
        &self,
        named: Named<'_>,
        record: &Record,
        told: &Told,
        ty: &Resolved<'_>,
        path: &[Id],
    ) -> View {
        View {
            id: named.id.to_owned(),
            name: record.name.clone(),
            kind: record.kind.clone(),
            restart: named.restart.to_owned(),
            words: record.words.clone(),
            page: self.links.below(record.path.as_deref(), told),
            param: None,
            children: record
                .children
                .iter()
                .map(|below| {
                    let named = Named {
                        id: &below.id,
                        restart: &below.restart,
                    };
                    let argument = below.param.and_then(|place| ty.arguments.get(place));
                    match argument {
                        Some(argument) => self.below(named, argument, path),
                        None => self.told(named, below, told, ty, path),
                    }
                })
                .collect(),
        }
    }
}

/// The shortest, or each of those of which it is not known here how long they are.
fn interval(node: &Node) -> Vec<String> {
    let mut shortest: Option<u64> = None;
    let mut others = Vec::new();
    for period in node.handlers().filter_map(|row| row.period.as_ref()) {
        match period {
            Period::Milliseconds(count) => {
                shortest = Some(shortest.map_or(*count, |other| other.min(*count)));
            }
            Period::Expression(source) => others.push(words::every(source)),
        }
    }
    let known = shortest.map(std::time::Duration::from_millis);
    let known = known.map(|period| words::every(format_args!("{period:?}")));
    known.into_iter().chain(others).collect()
}
