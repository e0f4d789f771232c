//! A tree in the language of Mermaid.

use std::fmt::Write;

use super::{Node, Tree};

impl Tree {
    /// The tree as a flowchart for Mermaid, such as code forges show in Markdown.
    ///
    /// Supervisors are boxes, actors have round corners; what sleeps is drawn with dashes.
    #[must_use]
    pub fn to_mermaid(&self) -> String {
        let mut chart = String::from("flowchart LR\n");
        let mut asleep = Vec::new();
        let mut number = 0;
        add(&mut chart, self.root(), None, &mut number, &mut asleep);
        if !asleep.is_empty() {
            chart.push_str("    classDef asleep stroke-dasharray: 4 3\n");
            // A `String` takes all that is written.
            let _ = writeln!(chart, "    class {} asleep", asleep.join(","));
        }
        chart
    }
}

fn add(
    chart: &mut String,
    node: &Node,
    above: Option<usize>,
    number: &mut usize,
    asleep: &mut Vec<String>,
) {
    let own = *number;
    *number += 1;
    if node.is_asleep() {
        asleep.push(format!("n{own}"));
    }
    let (open, close) = if node.kind.is_empty() {
        ("(", ")")
    } else {
        ("[", "]")
    };
    let label = escaped(&format!("{}\n{}", node.title(), node.words()));
    let _ = writeln!(chart, "    n{own}{open}\"{label}\"{close}");
    if let Some(above) = above {
        let _ = writeln!(chart, "    n{above} --> n{own}");
    }
    for child in &node.children {
        add(chart, child, Some(own), number, asleep);
    }
}

/// Mermaid's entity codes: `#` and a name, without `&`.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '"' => escaped.push_str("#quot;"),
            '#' => escaped.push_str("#35;"),
            '<' => escaped.push_str("#lt;"),
            '>' => escaped.push_str("#gt;"),
            '\n' => escaped.push_str("<br>"),
            letter if letter.is_control() => escaped.push(' '),
            letter => escaped.push(letter),
        }
    }
    escaped
}
