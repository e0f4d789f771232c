//! What is on the page of a supervisor.

use super::list::list;
use super::picture::{Figure, Look, Theme, draw};
use super::registry::{Id, Registry};
use super::view::View;

pub(super) fn text(registry: &Registry, supervisor: Id) -> String {
    let (Some(node), Some(root)) = (registry.get(supervisor), View::new(registry, supervisor))
    else {
        return String::new();
    };
    let mut figure = figure(&root);
    figure.link = None;
    let drawing = draw(&figure, Theme::Rustdoc);
    let text = root.text();
    let list = list(&root, node.children());
    // A block of HTML ends at the first line that is empty: what is between them is a paragraph, with links.
    format!(
        "\n\n# Supervision tree\n\n\
         <div class=\"dormouse-tree\" style=\"overflow-x: auto\">\n\n{drawing}\n</div>\n\n\
         ```text\n{text}\n```\n\n{list}"
    )
}

fn figure(view: &View) -> Figure {
    Figure {
        title: view.title.clone(),
        words: view.all_words().collect(),
        now: Vec::new(),
        is_supervisor: view.kind.is_some(),
        look: Look::Plain,
        link: view.page.certain().map(str::to_owned),
        children: view.children.iter().map(figure).collect(),
    }
}
