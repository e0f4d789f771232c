//! Trees to look at: of what runs, and of what is declared.

pub(crate) mod child_of;
mod declared;
mod dot;
mod json;
mod mermaid;
mod picture;
mod svg;
mod text;

use crate::actor::Actor;
use crate::cell::reference::CellRef;
use crate::handle::door::Status;
use crate::schedule::erased::Erased;
use crate::supervisor::seat::Child;

/// A picture of what runs below a handle, or of what is declared.
///
/// That of a handle, as `app.tree()` gives it, was taken when it was asked for; taking it wakes nobody.
/// [`Tree::declared`] shows what the attributes say, without anything that runs.
///
/// Printed, it is one line for each actor and supervisor: name, status, incarnation when it was restarted, waiting
/// messages, bytes. [`to_json`](Tree::to_json), [`to_dot`](Tree::to_dot), [`to_mermaid`](Tree::to_mermaid) and
/// [`to_svg`](Tree::to_svg) show the same, with what is declared beside it.
#[derive(Clone, Debug)]
pub struct Tree {
    root: Node,
}

/// One actor or supervisor in a [`Tree`].
#[derive(Clone, Debug)]
pub struct Node {
    pub(crate) name: String,
    /// The name of its type, where that is known.
    pub(crate) type_name: &'static str,
    /// What stands in brackets, such as `one_for_one`.
    pub(crate) kind: &'static str,
    /// What its attributes say, in words.
    pub(crate) declared: Vec<String>,
    pub(crate) status: Option<Status>,
    pub(crate) generation: u32,
    pub(crate) waiting: usize,
    pub(crate) bytes: usize,
    /// Further words, such as how many children sleep.
    pub(crate) note: String,
    /// It was added at run time, and nothing is declared of it, whatever its name.
    pub(crate) added: bool,
    pub(crate) children: Vec<Self>,
}

impl Tree {
    fn new(root: Node) -> Self {
        Self { root }
    }

    /// What runs, with what is declared of it.
    pub(crate) fn of<C: Child>(mut root: Node) -> Self {
        declared::describe(&mut root, C::DECLARATION.get(), None);
        Self::new(root)
    }

    pub(crate) fn actor<A: Actor>(cell: &CellRef<A>) -> Self {
        let name = cell.link().name(cell.any().head().slot());
        let mut root = Node::actor(name.to_owned(), cell);
        declared::describe_actor::<A>(&mut root);
        Self::new(root)
    }

    /// The one at the top.
    #[must_use]
    pub fn root(&self) -> &Node {
        &self.root
    }
}

impl Node {
    /// A supervisor that runs, without its children.
    pub(crate) fn supervisor(
        name: String,
        kind: &'static str,
        status: Status,
        generation: u32,
        bytes: usize,
    ) -> Self {
        Self {
            status: Some(status),
            generation,
            bytes,
            ..Self::new(name, kind)
        }
    }

    pub(crate) fn actor(name: String, cell: &dyn Erased) -> Self {
        Self {
            status: Some(cell.status()),
            generation: cell.generation(),
            waiting: cell.queue_len(),
            bytes: cell.memory().bytes(),
            note: if cell.is_suspended() {
                "suspended".to_owned()
            } else {
                String::new()
            },
            ..Self::new(name, "")
        }
    }

    fn new(name: String, kind: &'static str) -> Self {
        Self {
            name,
            type_name: "",
            kind,
            declared: Vec::new(),
            status: None,
            generation: 0,
            waiting: 0,
            bytes: 0,
            note: String::new(),
            added: false,
            children: Vec::new(),
        }
    }

    /// Its name among the children of its supervisor; of the one at the top, that of its type.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The name of its type; nothing for a child that was added at run time.
    #[must_use]
    pub fn type_name(&self) -> Option<&'static str> {
        (!self.type_name.is_empty()).then_some(self.type_name)
    }

    /// Of a supervisor its strategy, as the attribute spells it, or `dynamic`.
    #[must_use]
    pub fn strategy(&self) -> Option<&'static str> {
        (!self.kind.is_empty()).then_some(self.kind)
    }

    /// Where it stands; nothing in a tree that is only declared.
    #[must_use]
    pub fn status(&self) -> Option<Status> {
        self.status
    }

    /// How often it was started again.
    #[must_use]
    pub fn restarts(&self) -> u32 {
        self.generation.saturating_sub(1)
    }

    /// How many messages wait.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.waiting
    }

    /// Whether it hibernates.
    #[must_use]
    pub fn is_asleep(&self) -> bool {
        self.status == Some(Status::Hibernated)
    }

    /// Its bytes, without those of its children.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// What is below it. Of a dynamic supervisor with more than 8 children there is their sum instead, in a note.
    #[must_use]
    pub fn children(&self) -> &[Self] {
        &self.children
    }

    /// Bytes of this and all below.
    pub(crate) fn total(&self) -> usize {
        self.bytes + self.children.iter().map(Self::total).sum::<usize>()
    }

    /// Its name, and that of its type where they differ.
    fn title(&self) -> String {
        if self.type_name.is_empty() || self.type_name == self.name {
            self.name.clone()
        } else {
            format!("{}: {}", self.name, self.type_name)
        }
    }

    /// What is declared of it.
    fn lasting(&self) -> Vec<String> {
        let strategy = self.strategy().map(|strategy| format!("[{strategy}]"));
        let declared = self.declared.iter().cloned();
        strategy.into_iter().chain(declared).collect()
    }

    /// What it does now.
    fn now(&self) -> Vec<String> {
        let status = self.status.map(|status| status.to_string());
        status.into_iter().chain(self.figures()).collect()
    }

    /// What is said of it beside its name, in one line.
    fn words(&self) -> String {
        let mut words = self.lasting();
        words.extend(self.now());
        words.join(", ")
    }

    /// What is not as it is at rest.
    fn figures(&self) -> Vec<String> {
        let mut figures = Vec::new();
        if self.generation > 1 {
            figures.push(format!("incarnation {}", self.generation));
        }
        if self.waiting > 0 {
            figures.push(format!("{} waiting", self.waiting));
        }
        if self.bytes > 0 {
            figures.push(format!("{} B", self.bytes));
        }
        if !self.note.is_empty() {
            figures.push(self.note.clone());
        }
        figures
    }
}
