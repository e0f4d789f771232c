//! The tree as a list, in which the direct children are links.

use super::markdown;
use super::registry::Child;
use super::view::View;

/// `children` are those of the root: no other paths are known here.
pub(super) fn list(root: &View, children: &[Child]) -> String {
    let mut list = String::new();
    for (view, child) in root.children.iter().zip(children) {
        item(&mut list, view, Some(child), 0);
    }
    list
}

fn item(list: &mut String, view: &View, child: Option<&Child>, depth: usize) {
    let link = child.and_then(|child| Some((&child.id, child.ty.link.as_ref()?)));
    let title = match link {
        // The short form: of a private type, which has no page, it leaves the name in brackets and no dead link.
        Some((id, path)) => format!("{}: [`{path}`]", markdown::plain(id)),
        None => markdown::plain(&view.title),
    };
    let words: Vec<String> = view
        .all_words()
        .map(|word| format!(", {}", markdown::plain(&word)))
        .collect();
    let indent = "  ".repeat(depth);
    list.push_str(&format!("{indent}* {title}{}\n", words.concat()));
    for child in &view.children {
        item(list, child, None, depth + 1);
    }
}
