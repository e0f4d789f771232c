//! The tree as a list with links.

use super::links::{Page, unraw};
use super::markdown;
use super::registry::Child;
use super::view::View;

/// `children` are those of the root, whose paths mean the same on its page.
pub(super) fn list(root: &View, children: &[Child]) -> String {
    let mut list = String::new();
    for (view, child) in root.children.iter().zip(children) {
        item(&mut list, view, Some(child), 0);
    }
    list
}

fn item(list: &mut String, view: &View, child: Option<&Child>, depth: usize) {
    let (id, title) = (markdown::plain(&view.id), markdown::plain(&view.title()));
    let own = child.and_then(|child| child.ty.link.as_ref());
    let title = match (&view.page, own) {
        (Page::At(path) | Page::Within(path), _) => format!("[{title}]({path})"),
        // The short form: where there is no page it leaves the name in brackets, and no dead link.
        (Page::Maybe(_) | Page::Unknown, Some(path)) | (Page::Maybe(path), None) => {
            format!("{id}: [`{}`]", unraw(path))
        }
        (Page::Unknown | Page::Nowhere, _) => title,
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
