//! A tree as a page tells it to the macros of other crates.
//!
//! A dependency is compiled before them, without `cfg(doc)`; all that is left of what its macros knew is on its pages.
//! So each page has it once more in an attribute of an element that no browser shows: a line for each figure, its
//! fields separated by tabs.

use super::links::Page;
use super::view::View;

/// What is told of an actor or a supervisor.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Record {
    /// The name that its supervisor gives it.
    pub(super) id: String,
    /// That of its type.
    pub(super) name: String,
    /// Of a supervisor.
    pub(super) kind: Option<String>,
    /// Empty where nothing is said.
    pub(super) restart: String,
    pub(super) words: Vec<String>,
    /// To its page, from the root of the crate. What is of a third crate has none here: which version of that
    /// others have is theirs.
    pub(super) path: Option<String>,
    /// Its type is that parameter of the root.
    pub(super) param: Option<usize>,
    pub(super) children: Vec<Self>,
}

/// Changes with the fields, so that what another version of the macros has written is not taken for something else.
const BEFORE: &str = "<div hidden data-dormouse-tree-1=\"";
const AFTER: &str = "\"></div>";

/// The element, as Markdown.
pub(super) fn block(view: &View) -> String {
    let mut lines = String::new();
    write(&mut lines, view, 0);
    format!("\n\n{BEFORE}{lines}{AFTER}\n\n")
}

fn write(lines: &mut String, view: &View, depth: usize) {
    let path = match &view.page {
        Page::At(path) => path.strip_prefix("crate::").unwrap_or_default(),
        Page::Within(_) | Page::Maybe(_) | Page::Nowhere | Page::Unknown => "",
    };
    let param = view.param.map(|place| place.to_string());
    let fields = [
        &depth.to_string(),
        &view.id,
        &view.name,
        view.kind.as_deref().unwrap_or_default(),
        &view.restart,
        path,
        param.as_deref().unwrap_or_default(),
    ];
    let words = view.words.iter().map(String::as_str);
    for (index, field) in fields.into_iter().chain(words).enumerate() {
        if index > 0 {
            lines.push_str(TAB);
        }
        escape(lines, field);
    }
    lines.push_str(NEW_LINE);
    for child in &view.children {
        write(lines, child, depth + 1);
    }
}

const TAB: &str = "&#9;";
const NEW_LINE: &str = "&#10;";
const LETTERS: [(char, &str); 4] = [
    ('<', "&lt;"),
    ('>', "&gt;"),
    ('"', "&quot;"),
    ('&', "&amp;"),
];

fn escape(lines: &mut String, field: &str) {
    for letter in field.chars() {
        match LETTERS.iter().find(|(plain, _)| *plain == letter) {
            Some((_, escaped)) => lines.push_str(escaped),
            // A line that ended here would end the element too.
            None if letter.is_control() => lines.push(' '),
            None => lines.push(letter),
        }
    }
}

fn unescape(field: &str) -> String {
    // `&amp;` last: what it stands before is no other.
    LETTERS
        .iter()
        .fold(field.to_owned(), |field, (plain, escaped)| {
            field.replace(escaped, &plain.to_string())
        })
}

impl Record {
    /// What a page says; `None` where it has no such element, or not the whole of it.
    pub(super) fn read(html: &str) -> Option<Self> {
        let (_, lines) = html.split_once(BEFORE)?;
        let (lines, _) = lines.split_once(AFTER)?;
        // From the root to the one of the last line.
        let mut open: Vec<Self> = Vec::new();
        for line in lines.strip_suffix(NEW_LINE)?.split(NEW_LINE) {
            let (depth, record) = Self::line(line)?;
            if depth > open.len() || depth == 0 && !open.is_empty() {
                return None;
            }
            close(&mut open, depth);
            open.push(record);
        }
        close(&mut open, 1);
        open.pop()
    }

    fn line(line: &str) -> Option<(usize, Self)> {
        let mut fields = line.split(TAB).map(unescape);
        let depth = fields.next()?.parse().ok()?;
        let (id, name) = (fields.next()?, fields.next()?);
        let kind = Some(fields.next()?).filter(|kind| !kind.is_empty());
        let restart = fields.next()?;
        let path = Some(fields.next()?).filter(|path| !path.is_empty());
        let param = match fields.next()?.as_str() {
            "" => None,
            place => Some(place.parse().ok()?),
        };
        let record = Self {
            id,
            name,
            kind,
            restart,
            words: fields.collect(),
            path,
            param,
            children: Vec::new(),
        };
        Some((depth, record))
    }
}

/// Gives the deepest to those they belong to, until so many are left.
fn close(open: &mut Vec<Record>, left: usize) {
    while open.len() > left {
        if let (Some(record), Some(above)) = (open.pop(), open.last_mut()) {
            above.children.push(record);
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by it")]
mod tests {
    use super::{Record, block};
    use crate::tree::links::Page;
    use crate::tree::view::View;

    fn view(id: &str, page: Page, children: Vec<View>) -> View {
        View {
            id: id.to_owned(),
            name: format!("{id}<'a, \"&amp;\t\n\n\">"),
            kind: (!children.is_empty()).then(|| "one_for_one".to_owned()),
            restart: String::new(),
            words: vec!["every A & B".to_owned(), "&lt;".to_owned()],
            page,
            param: None,
            children,
        }
    }

    fn is_told(view: &View, record: &Record) {
        assert_eq!(record.id, view.id);
        assert_eq!(record.name, view.name.replace(['\t', '\n'], " "));
        assert_eq!(record.kind, view.kind);
        assert_eq!(record.restart, view.restart);
        assert_eq!(record.words, view.words);
        assert_eq!(record.param, view.param);
        let path = match &view.page {
            Page::At(path) => path.strip_prefix("crate::"),
            _ => None,
        };
        assert_eq!(record.path.as_deref(), path);
        assert_eq!(record.children.len(), view.children.len());
        for (view, record) in view.children.iter().zip(&record.children) {
            is_told(view, record);
        }
    }

    fn tree() -> View {
        let mut deepest = view("deepest", Page::Nowhere, Vec::new());
        deepest.param = Some(12);
        deepest.restart = "transient".to_owned();
        let deep = view("deep", Page::Maybe("::a::B".to_owned()), vec![deepest]);
        let next = view("next", Page::Unknown, Vec::new());
        let within = view("within", Page::Within("crate::a::C".to_owned()), Vec::new());
        let third = view("third", Page::At("::third::D".to_owned()), Vec::new());
        let children = vec![deep, next, within, third];
        view("root", Page::At("crate::a::Root".to_owned()), children)
    }

    #[test]
    fn what_a_page_tells_is_read_as_it_was_written() {
        let tree = tree();
        let page = format!("<body>{}</body>", block(&tree));
        is_told(&tree, &Record::read(&page).unwrap());
        // An empty line would end the element for Markdown.
        assert!(!block(&tree).trim().contains('\n'));
    }

    #[test]
    fn what_is_not_whole_is_nothing() {
        let block = block(&tree());
        let whole = block.trim();
        for end in (0..whole.len()).filter(|end| whole.is_char_boundary(*end)) {
            assert_eq!(Record::read(&whole[..end]), None, "{end}");
        }
        let page = |lines: &str| format!("{}{lines}{}", super::BEFORE, super::AFTER);
        let line = |depth: usize| format!("{depth}&#9;a&#9;A&#9;&#9;&#9;&#9;&#10;");
        assert!(Record::read(&page(&line(0))).is_some());
        for lines in [
            String::new(),
            line(1),
            line(0) + &line(2),
            line(0) + &line(0),
            line(0).replace('0', "-1"),
            line(0).replacen("&#9;", "", 1),
            line(0) + "rest",
        ] {
            assert_eq!(Record::read(&page(&lines)), None, "{lines}");
        }
    }
}
