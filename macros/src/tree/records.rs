//! What the pages of types of other crates tell, each read once, however many trees it is part of.

use super::record::Record;
use super::source::Arguments;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// By the paths from the names of the crates.
#[derive(Default)]
pub(super) struct Records {
    read: Mutex<BTreeMap<Vec<String>, Option<Arc<Recorded>>>>,
}

pub(super) struct Recorded {
    pub(super) record: Record,
    /// The crate that the page is of.
    pub(super) krate: String,
}

impl Records {
    pub(super) fn of(&self, path: &[String], arguments: &Arguments) -> Option<Arc<Recorded>> {
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(recorded) = read.get(path) {
            return recorded.clone();
        }
        let recorded = Recorded::read(path, arguments).map(Arc::new);
        read.insert(path.to_owned(), recorded.clone());
        recorded
    }
}

impl Recorded {
    fn read(path: &[String], arguments: &Arguments) -> Option<Self> {
        let page = arguments.page_of(path)?;
        if let Some(record) = Record::read(&page.html) {
            let krate = page.krate;
            return Some(Self { record, krate });
        }
        // A crate that re-exports it has not seen what its macros knew.
        let originals = arguments.originals_of(&page);
        let mut recorded = originals.into_iter().map(|page| {
            let record = Record::read(&page.html)?;
            let krate = page.krate;
            Some(Self { record, krate })
        });
        let first = recorded.next()??;
        // Two types of one name, unless it is one that has two pages.
        recorded
            .all(|other| other.is_some_and(|other| other.record == first.record))
            .then_some(first)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by it")]
mod tests {
    use super::Records;
    use crate::tree::source::Arguments;
    use std::fs;
    use std::path::PathBuf;

    /// A folder of pages: of `facade`, which re-exports what the macros of `parts` have made.
    struct Pages(PathBuf);

    impl Pages {
        fn new(name: &str) -> Self {
            let folder = std::env::temp_dir();
            let folder = folder.join(format!("dormouse-{name}-{}", std::process::id()));
            let pages = Self(folder);
            pages.write("facade/index.html", "");
            pages
        }

        fn write(&self, file: &str, text: &str) {
            let file = self.0.join(file);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        }

        /// Writes the list of all pages too.
        fn write_parts(&self, parts: &[(&str, String)]) {
            for (file, html) in parts {
                self.write(&format!("parts/{file}"), html);
            }
            let links = parts.iter().map(|(file, _)| format!("<a href=\"{file}\">"));
            self.write("parts/all.html", &links.collect::<String>());
        }

        fn arguments(&self) -> Arguments {
            let words = format!("rustdoc --extern facade -o {}", self.0.display());
            Arguments::new(words.split(' ').map(str::to_owned))
        }

        /// What is told of a type, and of which crate the page is.
        fn told(&self, path: &str) -> Option<(String, String)> {
            let path: Vec<_> = path.split("::").map(str::to_owned).collect();
            let recorded = Records::default().of(&path, &self.arguments())?;
            Some((recorded.record.id.clone(), recorded.krate.clone()))
        }
    }

    impl Drop for Pages {
        fn drop(&mut self) {
            fs::remove_dir_all(&self.0).unwrap();
        }
    }

    /// The page of a type whose source is that line, and what it tells.
    fn page(of: &str, krate: &str, line: u32, told: Option<&str>) -> String {
        let told = told.map(|id| {
            let fields = "&#9;".repeat(6 - 1);
            format!("<div hidden data-dormouse-tree-1=\"0&#9;{id}{fields}&#10;\"></div>")
        });
        format!(
            "<a class=\"src\" href=\"../src/{krate}/lib.rs.html#{line}-9\">Source</a>{}\
             <section id=\"impl-Actor-for-{of}\">",
            told.unwrap_or_default()
        )
    }

    fn parts(of: &str, line: u32, told: &str) -> String {
        page(of, "parts", line, Some(told))
    }

    #[test]
    fn of_what_one_call_of_a_macro_makes_the_name_decides() {
        let pages = Pages::new("call");
        let handle = page("None", "parts", 4, None).replace("impl-Actor-for-None", "");
        pages.write_parts(&[
            ("struct.Abe.html", parts("Abe", 4, "abe")),
            ("struct.AbeRef.html", handle.clone()),
            ("struct.Line.html", parts("Line%3CT%3E", 4, "line")),
            ("struct.Shown.html", parts("Named", 4, "named")),
            ("struct.Zed.html", parts("Zed", 4, "zed")),
            ("struct.ZedRef.html", handle),
            ("a/struct.Two.html", parts("Two", 4, "two of a")),
            ("b/struct.Two.html", parts("Two", 4, "two of b")),
            ("a/struct.Again.html", parts("Again", 4, "again")),
            ("b/struct.Again.html", parts("Again", 4, "again")),
            ("a/struct.Far.html", parts("Far", 5, "five")),
            ("b/struct.Far.html", parts("Far", 6, "six")),
        ]);
        let wanted = [
            ("Abe", "Abe", 4, Some("abe")),
            ("Zed", "Zed", 4, Some("zed")),
            // By the name of another.
            ("Line", "Zed", 4, Some("zed")),
            ("Renamed", "Line%3CT%3E", 4, Some("line")),
            ("Other", "Named", 4, Some("named")),
            ("Two", "Two", 4, None),
            ("Again", "Again", 4, Some("again")),
            ("Far", "Far", 6, Some("six")),
            ("None", "Zed", 7, None),
        ];
        for (name, of, line, told) in wanted {
            let html = page(of, "parts", line, None);
            pages.write(&format!("facade/struct.{name}.html"), &html);
            let told = told.map(|told| (told.to_owned(), "parts".to_owned()));
            assert_eq!(pages.told(&format!("facade::{name}")), told, "{name}");
        }
    }

    #[test]
    fn what_a_crate_does_not_tell_is_not_looked_for_in_itself() {
        let pages = Pages::new("itself");
        let all = "<a href=\"a/struct.Quiet.html\">";
        pages.write("facade/all.html", all);
        let told = page("Quiet", "facade", 4, Some("quiet"));
        pages.write("facade/a/struct.Quiet.html", &told);
        let html = page("Quiet", "facade", 4, None);
        pages.write("facade/struct.Quiet.html", &html);
        assert_eq!(pages.told("facade::Quiet"), None);
    }

    #[test]
    fn a_page_is_read_once() {
        let pages = Pages::new("once");
        let html = page("One", "facade", 4, Some("one"));
        pages.write("facade/struct.One.html", &html);
        let (records, arguments) = (Records::default(), pages.arguments());
        let told = |name: &str| {
            let path = ["facade", name].map(str::to_owned);
            records.of(&path, &arguments).map(|it| it.record.id.clone())
        };
        assert_eq!(told("None"), None);
        assert_eq!(told("One").as_deref(), Some("one"));
        pages.write("facade/struct.One.html", "");
        pages.write("facade/struct.None.html", &html);
        assert_eq!(told("None"), None);
        assert_eq!(told("One").as_deref(), Some("one"));
    }
}
