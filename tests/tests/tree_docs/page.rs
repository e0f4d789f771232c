//! What is on a page that rustdoc has made.

mod drawing;
mod markup;

use std::path::{Path, PathBuf};

use self::drawing::Drawn;
use self::markup::plain;

use dormouse::{Tree, TreeNode};

/// A node of a declared tree.
struct Declared<'a> {
    /// The place of the one above it.
    above: Option<usize>,
    depth: usize,
    /// As it is printed.
    title: String,
    ty: &'a str,
    is_supervisor: bool,
}

fn flat<'a>(node: &'a TreeNode, above: Option<usize>, depth: usize, all: &mut Vec<Declared<'a>>) {
    let ty = node.type_name().unwrap_or(node.name());
    let title = if ty == node.name() {
        ty.to_owned()
    } else {
        format!("{}: {ty}", node.name())
    };
    let own = all.len();
    all.push(Declared {
        above,
        depth,
        title,
        ty,
        is_supervisor: node.strategy().is_some(),
    });
    for child in node.children() {
        flat(child, Some(own), depth + 1, all);
    }
}

pub(crate) struct Page {
    folder: PathBuf,
    html: String,
}

/// A line of the list.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Listed {
    pub(crate) depth: usize,
    pub(crate) text: String,
    pub(crate) link: Option<String>,
}

impl Page {
    #[track_caller]
    pub(crate) fn read(pages: &Path, page: &str) -> Self {
        let path = pages.join(page);
        let html = std::fs::read_to_string(&path).unwrap();
        let folder = path.parent().unwrap().to_owned();
        Self { folder, html }
    }

    /// Checks that the page has the whole of a tree, three times, and that each type but those `without` a page
    /// is a link to its own. A constant is on the page as it is `written`, here with its value.
    #[track_caller]
    pub(crate) fn shows(&self, declared: &Tree, written: &[(&str, &str)], without: &[&str]) {
        let mut text = declared.to_string();
        for (name, value) in written {
            assert_eq!(text.matches(value).count(), 1, "{value}");
            text = text.replace(value, name);
        }
        assert_eq!(self.tree(), text);
        let mut all = Vec::new();
        flat(declared.root(), None, 0, &mut all);
        let (drawn, listed) = (self.drawn(), self.listed());
        assert_eq!(drawn.len(), all.len(), "{drawn:?}");
        assert_eq!(listed.len() + 1, all.len(), "{listed:?}");
        // The root is on its own page: not in the list, and no link.
        let root = Listed {
            depth: 0,
            text: text.lines().next().unwrap().replacen(" [", ", [", 1),
            link: None,
        };
        let listed = std::iter::once(&root).chain(&listed);
        for (((line, declared), drawn), listed) in text.lines().zip(&all).zip(&drawn).zip(listed) {
            let Declared { title, ty, .. } = declared;
            let line = line.split_once("── ").map_or(line, |(_, line)| line);
            let said = line.replacen(" [", ", [", 1);
            assert_eq!(listed.text, said);
            assert_eq!(listed.depth, declared.depth);
            let words = said.strip_prefix(title.as_str()).unwrap();
            let shown = Drawn {
                above: declared.above,
                title: title.clone(),
                words: words.strip_prefix(", ").unwrap_or(words).to_owned(),
                link: listed.link.clone(),
                is_supervisor: declared.is_supervisor,
                is_asleep: false,
                is_down: false,
            };
            assert_eq!(*drawn, shown);
            match &listed.link {
                Some(link) => {
                    let page = self.target(link);
                    let name = page.file_name().unwrap().to_string_lossy().into_owned();
                    assert_eq!(name, format!("struct.{ty}.html"));
                    assert!(!without.contains(ty), "{ty}");
                }
                None => assert!(
                    declared.above.is_none() || without.contains(ty),
                    "{title} is no link"
                ),
            }
        }
    }

    pub(crate) fn html(&self) -> &str {
        &self.html
    }

    /// What stands between two texts, each time.
    fn between<'a>(&'a self, from: &'a str, to: &'a str) -> impl Iterator<Item = &'a str> {
        let parts = self.html.split(from).skip(1);
        parts.filter_map(move |part| part.split(to).next())
    }

    /// The tree as text.
    pub(crate) fn tree(&self) -> String {
        let text = self.between("<pre class=\"language-text\"><code>", "</code></pre>");
        plain(text.last().expect("a tree"))
    }

    /// What the drawing shows.
    #[track_caller]
    pub(crate) fn drawn(&self) -> Vec<Drawn> {
        drawing::drawn(self.between("<svg xmlns", "</svg>").next().unwrap())
    }

    /// The list below.
    pub(crate) fn listed(&self) -> Vec<Listed> {
        let after = self.html.split("<pre class=\"language-text\">").last();
        let (_, list) = after.unwrap().split_once("</div>").unwrap();
        let (list, _) = list.split_once("</div>").unwrap();
        let mut depth = 0;
        let mut items = Vec::new();
        for part in list.split_inclusive("<li>") {
            if let Some(Listed { text, link, .. }) = items.last_mut() {
                let line = part.split("<ul>").next().unwrap();
                let line = line.split("</li>").next().unwrap();
                *text = plain(line).trim().to_owned();
                *link = markup::link(line).map(str::to_owned);
            }
            depth += part.matches("<ul>").count();
            depth -= part.matches("</ul>").count();
            if part.ends_with("<li>") {
                items.push(Listed {
                    depth,
                    text: String::new(),
                    link: None,
                });
            }
        }
        items
    }

    /// The file that a link on this page leads to.
    #[track_caller]
    pub(crate) fn target(&self, link: &str) -> PathBuf {
        let link = link.split('#').next().unwrap();
        let path = self.folder.join(link).canonicalize();
        path.unwrap_or_else(|error| panic!("{link}: {error}"))
    }

    /// The tables, with `|` between the cells.
    pub(crate) fn rows(&self) -> Vec<String> {
        let rows = self.between("<tr>", "</tr>");
        rows.map(|row| {
            let cells = row.replace("</th><th>", " | ").replace("</td><td>", " | ");
            plain(&cells).trim().to_owned()
        })
        .collect()
    }

    /// The traits that rustdoc lists for a struct, without those that all types have.
    pub(crate) fn traits(&self) -> Vec<String> {
        let (_, listed) = self.html.split_once("#trait-implementations\"").unwrap();
        let (listed, _) = listed.split_once("</ul>").unwrap();
        let items = listed.split("<li>").skip(1);
        items.map(|item| plain(item).trim().to_owned()).collect()
    }

    /// Who supervises whom.
    pub(crate) fn parents(&self) -> Vec<String> {
        self.between("<h3 class=\"code-header\">", "</h3>")
            .map(plain)
            .filter(|header| header.contains("ChildOf"))
            .collect()
    }
}
