//! The crates beside this file, built by rustdoc, and what is on their pages.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use dormouse::TreeNode;

/// Where the pages are. Whoever is first builds them, with warnings as errors.
pub(crate) fn documented() -> PathBuf {
    static PAGES: OnceLock<PathBuf> = OnceLock::new();
    PAGES.get_or_init(build).clone()
}

fn build() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tree_docs");
    let workspace = Path::new(env!("CARGO_TARGET_TMPDIR")).join("tree_docs");
    let crates: [(&str, &[&str]); 3] = [
        ("shop", &["shop.rs", "workers.rs"]),
        ("limits", &["limits.rs"]),
        ("foreign", &["foreign.rs"]),
    ];
    for (name, files) in crates {
        let package = workspace.join(name);
        std::fs::create_dir_all(package.join("src")).unwrap();
        let manifest = format!(
            "[package]\nname = {name:?}\nedition = \"2024\"\n\n[dependencies]\n\
             dormouse = {{ path = {:?} }}\n{}",
            here.join("../../../runtime"),
            if name == "limits" {
                "foreign = { path = \"../foreign\" }\n"
            } else {
                ""
            }
        );
        std::fs::write(package.join("Cargo.toml"), manifest).unwrap();
        for (index, file) in files.iter().enumerate() {
            let to = if index == 0 { "lib.rs" } else { file };
            std::fs::copy(here.join(file), package.join("src").join(to)).unwrap();
        }
    }
    let manifest = "[workspace]\nresolver = \"3\"\nmembers = [\"shop\", \"limits\", \"foreign\"]\n";
    std::fs::write(workspace.join("Cargo.toml"), manifest).unwrap();
    std::fs::copy(
        here.join("../../../Cargo.lock"),
        workspace.join("Cargo.lock"),
    )
    .unwrap();
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("crates");
    let output = Command::new(env!("CARGO"))
        .args(["doc", "--quiet", "--offline", "--no-deps", "--target-dir"])
        .arg(&target)
        .env("RUSTDOCFLAGS", "-D warnings")
        .current_dir(&workspace)
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    target.join("doc")
}

/// The names of a tree, as they are printed.
pub(crate) fn titles(node: &TreeNode) -> Vec<String> {
    let title = match node.type_name() {
        Some(ty) if ty != node.name() => format!("{}: {ty}", node.name()),
        _ => node.name().to_owned(),
    };
    let below = node.children().iter().flat_map(titles);
    std::iter::once(title).chain(below).collect()
}

/// Whether a file in a folder has that in it.
pub(crate) fn mentions(folder: &Path, text: &str) -> bool {
    std::fs::read_dir(folder).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        if path.is_dir() {
            mentions(&path, text)
        } else {
            String::from_utf8_lossy(&std::fs::read(path).unwrap()).contains(text)
        }
    })
}

pub(crate) struct Page {
    html: String,
}

impl Page {
    #[track_caller]
    pub(crate) fn read(pages: &Path, page: &str) -> Self {
        let html = std::fs::read_to_string(pages.join(page)).unwrap();
        Self { html }
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

    /// The titles in the drawing.
    pub(crate) fn drawn(&self) -> Vec<String> {
        let drawing = self.between("<svg xmlns", "</svg>").next().unwrap();
        let titles = drawing.split("font-weight=\"bold\"").skip(1);
        titles
            .filter_map(|text| text.split_once('>')?.1.split_once('<'))
            .map(|(text, _)| plain(text))
            .collect()
    }

    /// The list below: text and link.
    pub(crate) fn listed(&self) -> Vec<(String, Option<String>)> {
        let after = self.html.split("<pre class=\"language-text\">").last();
        let (_, list) = after.unwrap().split_once("</div>").unwrap();
        let (list, _) = list.split_once("</div>").unwrap();
        let items = list.split("<li>").skip(1);
        items
            .map(|item| {
                let item = item.split("<ul>").next().unwrap();
                let item = item.split("</li>").next().unwrap();
                let link = item.split_once("href=\"").map(|(_, rest)| rest);
                let link = link.and_then(|rest| rest.split('"').next());
                (plain(item).trim().to_owned(), link.map(str::to_owned))
            })
            .collect()
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
