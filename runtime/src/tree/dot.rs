//! A tree in the language of Graphviz.

use std::fmt::Write;

use super::{Node, Tree};

impl Tree {
    /// The tree as a graph for Graphviz: `dot -Tsvg`.
    ///
    /// Supervisors are boxes, actors have round corners; what sleeps is drawn with dashes.
    #[must_use]
    pub fn to_dot(&self) -> String {
        let mut dot = String::from(
            "digraph tree {\n    rankdir=LR;\n    node [shape=box, fontname=monospace];\n",
        );
        let mut number = 0;
        add(&mut dot, self.root(), None, &mut number);
        dot.push_str("}\n");
        dot
    }
}

fn add(dot: &mut String, node: &Node, above: Option<usize>, number: &mut usize) {
    let own = *number;
    *number += 1;
    let mut styles = Vec::new();
    if node.kind.is_empty() {
        styles.push("rounded");
    }
    if node.is_asleep() {
        styles.push("dashed");
    }
    let label = escaped(&format!("{}\n{}", node.title(), node.words()));
    let style = styles.join(",");
    // A `String` takes all that is written.
    let _ = writeln!(dot, "    n{own} [label=\"{label}\", style=\"{style}\"];");
    if let Some(above) = above {
        let _ = writeln!(dot, "    n{above} -> n{own};");
    }
    for child in &node.children {
        add(dot, child, Some(own), number);
    }
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '"' | '\\' => escaped.extend(['\\', letter]),
            '\n' => escaped.push_str("\\n"),
            letter if letter.is_control() => escaped.push(' '),
            letter => escaped.push(letter),
        }
    }
    escaped
}
