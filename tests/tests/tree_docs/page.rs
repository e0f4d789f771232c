//! What is on a page that rustdoc has made.

use std::path::{Path, PathBuf};

use dormouse::{Tree, TreeNode};

/// A node of a declared tree: its depth, and its title as it is printed.
type Titled<'a> = (usize, String, &'a str);

fn titles<'a>(node: &'a TreeNode, depth: usize, all: &mut Vec<Titled<'a>>) {
    let ty = node.type_name().unwrap_or(node.name());
    let title = if ty == node.name() {
        ty.to_owned()
    } else {
        format!("{}: {ty}", node.name())
    };
    all.push((depth, title, ty));
    for child in node.children() {
        titles(child, depth + 1, all);
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
        let mut titled = Vec::new();
        titles(declared.root(), 0, &mut titled);
        let (drawn, listed) = (self.drawn(), self.listed());
        assert_eq!(drawn.len(), titled.len(), "{drawn:?}");
        assert_eq!(listed.len() + 1, titled.len(), "{listed:?}");
        assert_eq!(drawn[0], (titled[0].1.clone(), None));
        let lines = text.lines().zip(&titled).zip(&drawn).skip(1);
        for (((line, (depth, title, ty)), drawn), listed) in lines.zip(&listed) {
            assert_eq!(drawn.0, *title);
            assert_eq!(listed.depth, *depth);
            let (_, line) = line.split_once("── ").unwrap();
            assert_eq!(listed.text, line.replacen(" [", ", [", 1));
            assert_eq!(drawn.1, listed.link, "{title}");
            match &listed.link {
                Some(link) => {
                    let page = self.target(link);
                    let name = page.file_name().unwrap().to_string_lossy().into_owned();
                    assert_eq!(name, format!("struct.{ty}.html"));
                    assert!(!without.contains(ty), "{ty}");
                }
                None => assert!(without.contains(ty), "{title} is no link"),
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

    /// The titles in the drawing, with where they lead.
    pub(crate) fn drawn(&self) -> Vec<(String, Option<String>)> {
        let drawing = self.between("<svg xmlns", "</svg>").next().unwrap();
        let titles = drawing.split("font-weight=\"bold\"").skip(1);
        titles
            .filter_map(|text| text.split_once('>')?.1.split_once("</text>"))
            .map(|(text, _)| (plain(text), link(text)))
            .collect()
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
                *link = self::link(line);
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

    /// Who supervises whom.
    pub(crate) fn parents(&self) -> Vec<String> {
        self.between("<h3 class=\"code-header\">", "</h3>")
            .map(plain)
            .filter(|header| header.contains("ChildOf"))
            .collect()
    }
}

fn link(html: &str) -> Option<String> {
    let (_, after) = html.split_once("href=\"")?;
    after.split('"').next().map(str::to_owned)
}

/// Without tags.
fn plain(html: &str) -> String {
    let mut text = String::new();
    for (index, part) in html.split('<').enumerate() {
        let part = if index == 0 {
            part
        } else {
            part.split_once('>').map_or("", |(_, text)| text)
        };
        text.push_str(part);
    }
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}
