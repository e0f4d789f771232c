//! What is on the page of a supervisor.

use super::list::list;
use super::picture::{Figure, Look, Theme, draw};
use super::registry::Child;
use super::view::View;

pub(super) fn text(root: &View, children: &[Child]) -> String {
    let mut figure = figure(root);
    figure.link = None;
    let drawing = draw(&figure, Theme::Rustdoc);
    // A block of HTML ends at the first line that is empty: what is between them is a paragraph, with links.
    let drawing = format!(
        "<div class=\"dormouse-tree\" style=\"overflow-x: auto\">\n\n{drawing}\n</div>\n\n"
    );
    let text = format!("```text\n{}\n```\n\n", root.text());
    let list = list(root, children);
    let count = root.count();
    if count > MANY {
        let drawing = folded(&format!("Drawing of all {count}"), &drawing);
        let text = folded(&format!("All {count} as text"), &text);
        return format!("\n\n# Supervision tree\n\n{drawing}{text}{list}");
    }
    format!("\n\n# Supervision tree\n\n{drawing}{text}{list}")
}

/// Of a tree with more than so many figures only the list is open, which is the shortest.
const MANY: usize = 100;

fn folded(title: &str, what: &str) -> String {
    format!("<details>\n<summary>{title}</summary>\n\n{what}</details>\n\n")
}

fn figure(view: &View) -> Figure {
    Figure {
        title: view.title(),
        words: view.all_words().collect(),
        now: Vec::new(),
        is_supervisor: view.kind.is_some(),
        look: Look::Plain,
        link: view.page.certain().map(str::to_owned),
        children: view.children.iter().map(figure).collect(),
    }
}
