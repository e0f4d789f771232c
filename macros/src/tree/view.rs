//! The tree below a supervisor, as all three renderings show it.

use super::facts::Period;
use super::links::{Links, Page};
use super::mention::Mention;
use super::registry::{Child, Found, Id, Kind, Node, Registry};
use super::words;

pub(super) struct View {
    pub(super) title: String,
    /// The name that its supervisor gives it.
    pub(super) id: String,
    /// Of a supervisor.
    pub(super) kind: Option<String>,
    pub(super) words: Vec<String>,
    pub(super) page: Page,
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

    /// What is said beside the title.
    pub(super) fn all_words(&self) -> impl Iterator<Item = String> {
        let kind = self.kind.iter().map(|kind| format!("[{kind}]"));
        kind.chain(self.words.iter().cloned())
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
        let mut line = self.title.clone();
        if let Some(kind) = &self.kind {
            line.push_str(&format!(" [{kind}]"));
        }
        for word in &self.words {
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
    text: &'a str,
    found: Found,
    arguments: Vec<Self>,
}

impl<'a> Resolved<'a> {
    fn new(mention: &'a Mention, arguments: &[Self]) -> Self {
        let argument = mention.param.and_then(|place| arguments.get(place));
        argument.cloned().unwrap_or_else(|| Self {
            text: &mention.text,
            found: mention.found,
            arguments: mention
                .arguments
                .iter()
                .map(|mention| Self::new(mention, arguments))
                .collect(),
        })
    }
}

/// Reads the notes for one page.
struct Reader<'a> {
    registry: &'a Registry,
    links: Links<'a>,
}

impl Reader<'_> {
    fn view(&self, node: &Node, child: Option<&Child>, at: At<'_>) -> View {
        let mut words: Vec<String> = restart(child).collect();
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
            title: match child {
                Some(child) => title(&child.id, &node.name),
                None => node.name.clone(),
            },
            id: child.map_or(&node.name, |child| &child.id).clone(),
            kind,
            words,
            page: self.links.to(node),
            children: node
                .children()
                .iter()
                .map(|child| self.below(node, child, at))
                .collect(),
        }
    }

    fn below(&self, supervisor: &Node, child: &Child, at: At<'_>) -> View {
        let ty = Resolved::new(&child.ty, at.arguments);
        if let Found::Node(id) = ty.found
            && (!at.path.contains(&id) || !ty.arguments.is_empty() && at.path.len() < DEEPEST)
            && let Some(node) = self.registry.get(id)
        {
            let at = At {
                path: &[at.path, &[id]].concat(),
                arguments: &ty.arguments,
            };
            return self.view(node, Some(child), at);
        }
        let elsewhere = words::ELSEWHERE.to_owned();
        View {
            title: title(&child.id, ty.text),
            id: child.id.clone(),
            kind: None,
            words: restart(Some(child)).chain([elsewhere]).collect(),
            page: self.links.outside(supervisor, &child.ty),
            children: Vec::new(),
        }
    }
}

fn title(id: &str, ty: &str) -> String {
    if id == ty {
        id.to_owned()
    } else {
        format!("{id}: {ty}")
    }
}

fn restart(child: Option<&Child>) -> impl Iterator<Item = String> {
    child
        .map(|child| child.restart.clone())
        .filter(|restart| !restart.is_empty())
        .into_iter()
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
