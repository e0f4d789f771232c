//! Rules across items, checked while the user's crate is compiled.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::text::{Text, compare, same};
use super::{Declaration, DeclarationRef, Position};
use crate::supervisor::spec::ChildOptions;

/// How deep a tree is followed: one that is deeper has more levels than anybody names.
const DEEPEST: usize = 64;

/// The tree below a child does not come back to its supervisor.
///
/// A circle is reported once, by that of its supervisors whose attribute is the first.
///
/// # Panics
///
/// When it does.
#[track_caller]
pub const fn check_child(root: DeclarationRef, index: usize) {
    let root = root.get();
    let (_, children) = root.children();
    let mut path = Path::new(root);
    walk(&mut path, children[index].get());
}

/// From the root down to where the walk is.
struct Path {
    nodes: [Option<&'static Declaration>; DEEPEST],
    len: usize,
}

impl Path {
    const fn new(root: &'static Declaration) -> Self {
        let mut nodes = [None; DEEPEST];
        nodes[0] = Some(root);
        Self { nodes, len: 1 }
    }

    /// Goes down. `false`: it is on the path already, which others report, or too deep.
    const fn enter(&mut self, declaration: &'static Declaration) -> bool {
        if self.has(declaration) || self.len == DEEPEST {
            return false;
        }
        self.nodes[self.len] = Some(declaration);
        self.len += 1;
        true
    }

    const fn has(&self, declaration: &Declaration) -> bool {
        let mut index = 0;
        while index < self.len {
            if let Some(other) = self.nodes[index]
                && is_same(other, declaration)
            {
                return true;
            }
            index += 1;
        }
        false
    }
}

#[track_caller]
const fn walk(path: &mut Path, declaration: &'static Declaration) {
    let Some(root) = path.nodes[0] else {
        return;
    };
    if is_same(root, declaration) {
        let text = circle(path, declaration);
        panic!("{}", text.as_str());
    }
    // A circle of others is theirs to report; so is one that one before the root is in.
    let before =
        !declaration.position.generic && matches!(order(declaration, root), Ordering::Less);
    if before || !path.enter(declaration) {
        return;
    }
    let (_, children) = declaration.children();
    let mut index = 0;
    while index < children.len() {
        walk(path, children[index].get());
        index += 1;
    }
    path.len -= 1;
}

/// No actor below a child has the name of one below a child before it: it would never start. What the two children
/// themselves are called is checked apart.
///
/// # Panics
///
/// When one has.
#[track_caller]
pub const fn check_names(root: DeclarationRef, index: usize) {
    let root = root.get();
    let (options, children) = root.children();
    if let Some(Cow::Borrowed(name)) = &options[index].registered {
        refuse_taken(root, index, name, true);
    }
    let mut path = Path::new(root);
    refuse_below(root, index, &mut path, children[index].get());
}

/// Refuses what is taken of the names below.
#[track_caller]
const fn refuse_below(
    root: &'static Declaration,
    index: usize,
    path: &mut Path,
    declaration: &'static Declaration,
) {
    if !declaration.is_static() || !path.enter(declaration) {
        return;
    }
    let (options, children) = declaration.children();
    let mut child = 0;
    while child < children.len() {
        if let Some(Cow::Borrowed(name)) = &options[child].registered {
            refuse_taken(root, index, name, false);
        }
        refuse_below(root, index, path, children[child].get());
        child += 1;
    }
    path.len -= 1;
}

#[track_caller]
const fn refuse_taken(root: &'static Declaration, index: usize, name: &str, is_child: bool) {
    let (options, children) = root.children();
    let mut earlier = 0;
    while earlier < index {
        let itself = match &options[earlier].registered {
            Some(Cow::Borrowed(other)) => !is_child && same(name, other),
            _ => false,
        };
        let mut path = Path::new(root);
        if itself || is_named_below(&mut path, children[earlier].get(), name) {
            let text = taken(&options[earlier], name, itself);
            panic!("{}", text.as_str());
        }
        earlier += 1;
    }
}

const fn is_named_below(path: &mut Path, declaration: &'static Declaration, name: &str) -> bool {
    if !declaration.is_static() || !path.enter(declaration) {
        return false;
    }
    let (options, children) = declaration.children();
    let mut found = false;
    let mut child = 0;
    while child < children.len() {
        if let Some(Cow::Borrowed(other)) = &options[child].registered {
            found |= same(name, other);
        }
        found |= is_named_below(path, children[child].get(), name);
        child += 1;
    }
    path.len -= 1;
    found
}

const fn taken(earlier: &ChildOptions, name: &str, itself: bool) -> Text {
    let id = match &earlier.id {
        Cow::Borrowed(id) => id,
        Cow::Owned(_) => "",
    };
    Text::new()
        .add("the name \"")
        .add(name)
        .add("\" is taken when this starts: ")
        .add(if itself { "`" } else { "an actor below `" })
        .add(id)
        .add("` has it\n\nhelp: give one of them another name: `#[child(name = \"..\")]`")
}

const fn circle(path: &Path, again: &Declaration) -> Text {
    let mut text = Text::new().add("a supervisor cannot be its own descendant: ");
    let mut index = 0;
    while index < path.len {
        if let Some(declaration) = path.nodes[index] {
            text = text.add(declaration.name).add(" -> ");
        }
        index += 1;
    }
    text.add(again.name)
        .add("\n\nhelp: leave one of these children out")
}

const fn is_same(one: &Declaration, other: &Declaration) -> bool {
    !one.position.generic && !other.position.generic && matches!(order(one, other), Ordering::Equal)
}

/// By where they are. What one use of a `macro_rules!` declares is all in one place, and told apart by its names.
const fn order(one: &Declaration, other: &Declaration) -> Ordering {
    match order_of_positions(&one.position, &other.position) {
        Ordering::Equal => compare(one.name, other.name),
        different => different,
    }
}

const fn order_of_positions(one: &Position, other: &Position) -> Ordering {
    match compare(one.module, other.module) {
        Ordering::Equal => {}
        different => return different,
    }
    if one.line != other.line {
        return if one.line < other.line {
            Ordering::Less
        } else {
            Ordering::Greater
        };
    }
    if one.column == other.column {
        Ordering::Equal
    } else if one.column < other.column {
        Ordering::Less
    } else {
        Ordering::Greater
    }
}
