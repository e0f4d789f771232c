//! The tree as it is declared, which runs nowhere.

use std::time::Duration;

use super::{Node, Tree};
use crate::actor::{Actor, HandlerSpec};
use crate::declaration::{Children, Declaration, Kind, Position};
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
        let declaration = C::DECLARATION.get();
        Self::new(node(declaration, declaration.name, None))
    }
}

fn node(declaration: &Declaration, name: &str, options: Option<&ChildOptions>) -> Node {
    let (options_below, below) = declaration.children();
    let mut node = Node {
        children: options_below
            .iter()
            .zip(below)
            .map(|(options, child)| self::node(child.get(), &options.id, Some(options)))
            .collect(),
        ..Node::new(name.to_owned(), kind(declaration))
    };
    node.is(declaration, options);
    node
}

/// Adds what is declared to an actor that was started alone.
pub(super) fn describe_actor<A: Actor>(node: &mut Node) {
    node.is(&Declaration::actor::<A>(Position::new("", 0, 0)), None);
}

/// Adds what is declared to what runs: to each of the children that are declared, and to all that are started by a
/// template.
pub(super) fn describe(node: &mut Node, declaration: &Declaration, options: Option<&ChildOptions>) {
    node.is(declaration, options);
    let (options_below, below) = declaration.children();
    let declared = options_below.iter().zip(below);
    for child in node.children.iter_mut().filter(|child| !child.added) {
        let id = match declaration.is_static() {
            true => child.name.as_str(),
            false => child.name.split('#').next().unwrap_or_default(),
        };
        if let Some((options, declaration)) = declared.clone().find(|(options, _)| options.id == id)
        {
            describe(child, declaration.get(), Some(options));
        }
    }
}

impl Node {
    fn is(&mut self, declaration: &Declaration, options: Option<&ChildOptions>) {
        self.type_name = declaration.name;
        self.kind = kind(declaration);
        self.declared = words(declaration, options);
    }
}

fn kind(declaration: &Declaration) -> &'static str {
    match &declaration.kind {
        Kind::Actor { .. } => "",
        Kind::Supervisor {
            children: Children::Specified,
            ..
        } => "dynamic",
        Kind::Supervisor { options, .. } => options.strategy.name(),
    }
}

fn words(declaration: &Declaration, options: Option<&ChildOptions>) -> Vec<String> {
    let mut words = Vec::new();
    if let Some(options) = options
        && options.restart != Restart::Permanent
    {
        words.push(options.restart.name().to_owned());
    }
    match &declaration.kind {
        Kind::Actor {
            options,
            handlers,
            interval,
        } => {
            words.extend(options.idle_limit().map(hibernates_after));
            words.extend(interval.map(|period| format!("every {period:?}")));
            let hibernates = handlers.iter().any(HandlerSpec::may_hibernate);
            if hibernates && options.idle_limit().is_none() {
                words.push("hibernates".to_owned());
            }
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
        }
    }
    words
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
        Children::Template(..) | Children::Specified => Some("children on demand".to_owned()),
        Children::Static(..) => None,
    }
}
