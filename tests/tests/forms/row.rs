//! What every form of a tree has to show of one actor or supervisor.

use dormouse::TreeNode;
use serde_json::{Value, json};

/// Written by hand in the test.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// The place of its supervisor, in the order from above.
    pub(crate) above: Option<usize>,
    pub(crate) name: &'static str,
    /// Empty where nothing is declared of it.
    pub(crate) ty: &'static str,
    /// Empty for an actor.
    pub(crate) strategy: &'static str,
    pub(crate) declared: &'static [&'static str],
    pub(crate) now: Option<Now>,
}

/// What it does now.
#[derive(Clone, Debug, Default)]
pub(crate) struct Now {
    pub(crate) status: &'static str,
    pub(crate) restarts: u32,
    pub(crate) waiting: usize,
    pub(crate) bytes: usize,
    pub(crate) note: &'static str,
}

/// One of a form with a title and words.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Labelled {
    pub(crate) above: Option<usize>,
    pub(crate) title: String,
    /// All that is said below the title, in one line.
    pub(crate) words: String,
    pub(crate) is_supervisor: bool,
    pub(crate) is_asleep: bool,
}

impl Row {
    /// As in DOT, Mermaid and SVG.
    pub(crate) fn labelled(&self) -> Labelled {
        let strategy = (!self.strategy.is_empty()).then(|| format!("[{}]", self.strategy));
        let mut words: Vec<String> = strategy.into_iter().collect();
        words.extend(self.declared.iter().map(|word| (*word).to_owned()));
        if let Some(now) = &self.now {
            words.push(now.status.to_owned());
            words.extend(now.figures());
        }
        Labelled {
            above: self.above,
            title: self.title(),
            words: words.join(", "),
            is_supervisor: self.is_supervisor(),
            is_asleep: self.has_status("hibernated"),
        }
    }

    pub(crate) fn is_supervisor(&self) -> bool {
        !self.strategy.is_empty()
    }

    pub(crate) fn has_status(&self, status: &str) -> bool {
        self.now.as_ref().is_some_and(|now| now.status == status)
    }

    fn title(&self) -> String {
        if self.ty.is_empty() || self.ty == self.name {
            self.name.to_owned()
        } else {
            format!("{}: {}", self.name, self.ty)
        }
    }

    /// The line that is printed: where it runs, without what is declared.
    pub(crate) fn line(&self) -> String {
        let strategy = match self.strategy {
            "" => String::new(),
            strategy => format!(" [{strategy}]"),
        };
        let (start, words) = match &self.now {
            None => {
                let declared = self.declared.iter().map(|word| (*word).to_owned());
                (self.title() + &strategy, declared.collect())
            }
            Some(now) => {
                let start = format!("{}{strategy} {}", self.name, now.status);
                (start, now.figures())
            }
        };
        std::iter::once(start)
            .chain(words)
            .collect::<Vec<_>>()
            .join(", ")
    }

    /// Its object without the children.
    pub(crate) fn json(&self) -> Value {
        let mut object = json!({ "name": self.name });
        if !self.ty.is_empty() {
            object["type"] = json!(self.ty);
            object["declared"] = json!(self.declared);
        }
        if !self.strategy.is_empty() {
            object["strategy"] = json!(self.strategy);
        }
        if let Some(now) = &self.now {
            object["status"] = json!(now.status);
            object["restarts"] = json!(now.restarts);
            object["waiting"] = json!(now.waiting);
            object["bytes"] = json!(now.bytes);
            object["asleep"] = json!(self.has_status("hibernated"));
            if !now.note.is_empty() {
                object["note"] = json!(now.note);
            }
        }
        object
    }

    /// Compares what the methods of a node say.
    #[track_caller]
    pub(crate) fn is(&self, node: &TreeNode) {
        assert_eq!(node.name(), self.name);
        assert_eq!(node.type_name().unwrap_or_default(), self.ty);
        assert_eq!(node.strategy().unwrap_or_default(), self.strategy);
        let status = node.status().map(|status| status.to_string());
        let now = self.now.clone().unwrap_or_default();
        assert_eq!(status.unwrap_or_default(), now.status);
        assert_eq!(node.restarts(), now.restarts, "{}", self.name);
        assert_eq!(node.waiting(), now.waiting, "{}", self.name);
        assert_eq!(node.bytes(), now.bytes, "{}", self.name);
        assert_eq!(node.is_asleep(), self.has_status("hibernated"));
    }
}

impl Now {
    /// What is not as it is at rest.
    fn figures(&self) -> Vec<String> {
        let mut figures = Vec::new();
        if self.restarts > 0 {
            figures.push(format!("incarnation {}", self.restarts + 1));
        }
        if self.waiting > 0 {
            figures.push(format!("{} waiting", self.waiting));
        }
        if self.bytes > 0 {
            figures.push(format!("{} B", self.bytes));
        }
        if !self.note.is_empty() {
            figures.push(self.note.to_owned());
        }
        figures
    }
}
