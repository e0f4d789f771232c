//! Trees as text: of what runs, and of what is declared.

mod declared;

use std::fmt;

use crate::actor::Actor;
use crate::cell::reference::CellRef;
use crate::handle::door::Status;
use crate::schedule::erased::Erased;

/// A picture of what runs below a handle, taken when it was asked for. Taking it wakes nobody.
///
/// Printed, it is one line for each actor and supervisor: name, status, incarnation when it was
/// restarted, waiting messages, bytes.
#[derive(Clone, Debug)]
pub struct Tree {
    root: Node,
}

/// One line of the picture.
#[derive(Clone, Debug)]
pub struct Node {
    pub(crate) name: String,
    /// What stands in brackets, such as `one_for_one`.
    pub(crate) kind: &'static str,
    pub(crate) status: Option<Status>,
    pub(crate) generation: u32,
    pub(crate) waiting: usize,
    pub(crate) bytes: usize,
    /// Further words, such as how many children sleep.
    pub(crate) note: String,
    pub(crate) children: Vec<Node>,
}

impl Tree {
    pub(crate) fn new(root: Node) -> Self {
        Self { root }
    }

    pub(crate) fn actor<A: Actor>(cell: &CellRef<A>) -> Self {
        Self::new(Node::actor(cell.link().name().to_owned(), cell))
    }
}

impl Node {
    pub(crate) fn actor(name: String, cell: &dyn Erased) -> Self {
        Self {
            name,
            kind: "",
            status: Some(cell.status()),
            generation: cell.generation(),
            waiting: cell.queue_len(),
            bytes: cell.memory().bytes(),
            note: if cell.is_suspended() {
                "suspended".to_owned()
            } else {
                String::new()
            },
            children: Vec::new(),
        }
    }

    /// Bytes of this and all below.
    pub(crate) fn total(&self) -> usize {
        self.bytes + self.children.iter().map(Self::total).sum::<usize>()
    }

    fn line(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        if !self.kind.is_empty() {
            write!(f, " [{}]", self.kind)?;
        }
        if let Some(status) = self.status {
            write!(f, " {status}")?;
        }
        if self.generation > 1 {
            write!(f, ", incarnation {}", self.generation)?;
        }
        if self.waiting > 0 {
            write!(f, ", {} waiting", self.waiting)?;
        }
        if self.bytes > 0 {
            write!(f, ", {} B", self.bytes)?;
        }
        if !self.note.is_empty() {
            write!(f, ", {}", self.note)?;
        }
        Ok(())
    }

    fn below(&self, f: &mut fmt::Formatter<'_>, indent: &str) -> fmt::Result {
        for (index, child) in self.children.iter().enumerate() {
            let last = index + 1 == self.children.len();
            let (branch, deeper) = if last {
                ("└── ", "    ")
            } else {
                ("├── ", "│   ")
            };
            write!(f, "\n{indent}{branch}")?;
            child.line(f)?;
            child.below(f, &format!("{indent}{deeper}"))?;
        }
        Ok(())
    }
}

impl fmt::Display for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.root.line(f)?;
        self.root.below(f, "")
    }
}
