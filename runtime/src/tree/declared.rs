//! The tree as it is declared, which runs nowhere.

use std::time::Duration;

use super::{Node, Tree};
use crate::declaration::{Children, Declaration, Kind};
use crate::supervisor::partitions::PartitionCount;
use crate::supervisor::seat::Child;
use crate::supervisor::spec::{ChildOptions, Restart};

impl Tree {
    /// The tree that is declared below a supervisor, or an actor alone.
    ///
    /// It is there without anything that runs, and shows what the attributes say: strategy, restart, and when what
    /// hibernates by itself.
    ///
    /// ```
    /// use dormouse::Tree;
    /// use dormouse::prelude::*;
    ///
    /// #[actor(hibernate_after = "30s")]
    /// #[derive(Default)]
    /// struct Store {}
    ///
    /// #[actor]
    /// impl Store {}
    ///
    /// #[supervisor(strategy = rest_for_one)]
    /// struct App {
    ///     #[child(restart = transient)]
    ///     store: Store,
    /// }
    ///
    /// let tree = Tree::declared::<App>();
    /// assert_eq!(
    ///     tree.to_string(),
    ///     "App [rest_for_one], 1 restart in 5s, hibernates after 1s\n\
    ///      └── store: Store, transient, hibernates after 30s"
    /// );
    /// ```
    #[must_use]
    pub fn declared<C: Child>() -> Self {
        Self::new(node(C::DECLARATION.get(), None))
    }
}

fn node(declaration: &Declaration, options: Option<&ChildOptions>) -> Node {
    let mut words = Vec::new();
    if let Some(options) = options
        && options.restart != Restart::Permanent
    {
        words.push(options.restart.name().to_owned());
    }
    let kind = match &declaration.kind {
        Kind::Actor {
            options,
            handlers,
            interval,
        } => {
            words.extend(options.idle_limit().map(hibernates_after));
            words.extend(interval.map(|period| format!("every {period:?}")));
            let hibernates = handlers.iter().any(|handler| handler.may_hibernate());
            if hibernates && options.idle_limit().is_none() {
                words.push("hibernates".to_owned());
            }
            ""
        }
        Kind::Supervisor { options, children } => {
            let restarts = if options.intensity == 1 {
                "restart"
            } else {
                "restarts"
            };
            words.push(format!(
                "{} {restarts} in {:?}",
                options.intensity, options.period
            ));
            words.extend(options.hibernate_after.map(hibernates_after));
            words.extend(many(children));
            match children {
                Children::Specified => "dynamic",
                _ => options.strategy.name(),
            }
        }
    };
    let (options_below, below) = declaration.children();
    let name = match options {
        Some(options) => format!("{}: {}", options.id, declaration.name),
        None => declaration.name.to_owned(),
    };
    Node {
        name,
        kind,
        status: None,
        generation: 0,
        waiting: 0,
        bytes: 0,
        note: words.join(", "),
        children: options_below
            .iter()
            .zip(below)
            .map(|(options, child)| node(child.get(), Some(options)))
            .collect(),
    }
}

fn hibernates_after(idle: Duration) -> String {
    format!("hibernates after {idle:?}")
}

/// How many there are of what is declared once.
fn many(children: &Children) -> Option<String> {
    match children {
        Children::Partitions(Some(PartitionCount::Fixed(count)), ..) => {
            Some(format!("{count} partitions"))
        }
        Children::Partitions(..) => Some("a partition for each core".to_owned()),
        Children::Template(..) | Children::Specified => Some("started on demand".to_owned()),
        Children::Static(..) => None,
    }
}
