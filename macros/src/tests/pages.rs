//! What is read from the pages of another crate.

use crate::tree::source::Arguments;
use std::fs::{self, File};
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

/// A folder with what rustdoc and the compiler have made, ten seconds ago.
struct Made {
    folder: PathBuf,
}

fn ago(seconds: u64) -> SystemTime {
    SystemTime::now() - Duration::from_secs(seconds)
}

impl Made {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("dormouse-{name}-{}", std::process::id()));
        let made = Self { folder };
        made.write("out/parts/index.html", "", 10);
        made
    }

    fn write(&self, file: &str, text: &str, seconds: u64) {
        let file = self.folder.join(file);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, text).unwrap();
        let file = File::options().write(true).open(file).unwrap();
        file.set_modified(ago(seconds)).unwrap();
    }

    fn asked(&self, path: &str) -> (Arguments, Vec<String>) {
        let folder = self.folder.display();
        let words = format!(
            "rustdoc src/lib.rs -o {folder}/out --extern parts={folder}/deps/libparts-7.rmeta \
             --extern things={folder}/deps/libparts-7.rmeta --extern facade --extern far=x/libaway-1.rlib \
             --extern old=x/libtwice-1.rlib --extern new=x/libtwice-2.rlib \
             --extern-html-root-url away=https://example.org/away/1.0.0"
        );
        let path: Vec<_> = path.split("::").map(str::to_owned).collect();
        let arguments = Arguments::new(words.split(' ').map(str::to_owned));
        (arguments, path)
    }

    /// Of which crate the page is, and what is on it.
    fn page_of(&self, path: &str) -> Option<(String, String)> {
        let (arguments, path) = self.asked(path);
        let page = arguments.page_of(&path)?;
        Some((page.krate, page.html))
    }

    /// The same of the page in its own crate.
    fn original_of(&self, path: &str) -> Option<(String, String)> {
        let (arguments, path) = self.asked(path);
        let page = arguments.original_of(&arguments.page_of(&path)?)?;
        Some((page.krate, page.html))
    }

    fn html_of(&self, path: &str) -> Option<String> {
        self.page_of(path).map(|(_, html)| html)
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.folder).unwrap();
    }
}

#[test]
fn a_page_is_found_by_all_names_of_its_type() {
    let made = Made::new("names");
    let (depot, pool) = ("depot/struct.Depot.html", "struct.Pool.html");
    made.write(&format!("out/parts/{depot}"), "depot", 10);
    made.write(&format!("out/others/{pool}"), "pool", 10);
    made.write("out/parts/depot/index.html", "", 10);
    let index = format!(
        "<dt id=\"reexport.Store\"><code>pub use crate::<a href=\"../depot/index.html\">depot</a>::\
         <a href=\"../{depot}\">Depot</a> as Store;</code></dt>\
         <dt id=\"reexport.rooms\"><code>pub use crate::<a href=\"../depot/index.html\">depot</a> as \
         rooms;</code></dt>\
         <dt id=\"reexport.Gone\"><code>pub use <a href=\"../gone/struct.Gone.html\">Gone</a>;</code></dt>\
         <dt id=\"reexport.None\"><code>pub use gone::None;</code></dt>\
         <dt id=\"reexport.Pool\"><code>pub use <a href=\"../../others/{pool}\">Pool</a>;</code></dt>"
    );
    made.write("out/parts/prelude/index.html", &index, 10);
    let all = "<dt><code>pub use crate::<a href=\"../prelude/index.html\">prelude</a>::*;</code></dt>\
               <dt><code>pub use crate::<a href=\"index.html\">all</a>::*;</code></dt>";
    made.write("out/parts/all/index.html", all, 10);
    let found = |path| made.html_of(path);
    for path in [
        "parts::depot::Depot",
        "parts::prelude::Store",
        "parts::prelude::rooms::Depot",
        "parts::all::Store",
        "parts::all::rooms::Depot",
        // By another name for the crate.
        "things::depot::Depot",
        "things::all::Store",
    ] {
        assert_eq!(found(path).as_deref(), Some("depot"), "{path}");
    }
    for path in [
        "parts::Depot",
        "parts::depot::Store",
        "parts::prelude::Gone",
        "parts::prelude::None",
        "parts::prelude::Store::Depot",
        "parts::all::Other",
        "gone::Depot",
    ] {
        assert_eq!(found(path), None, "{path}");
    }
    // Its links are to be read as those of the crate that it is of.
    let pool = made.page_of("parts::prelude::Pool");
    assert_eq!(pool, Some(("others".to_owned(), "pool".to_owned())));
}

#[test]
fn a_crate_goes_by_the_name_that_it_has_here() {
    let made = Made::new("renamed");
    made.write("out/parts/index.html", "", 10);
    let (arguments, _) = made.asked("things");
    assert!(arguments.has_pages_of("things"));
    assert!(!arguments.has_pages_of("facade"));
    // Of two versions.
    made.write("out/twice/index.html", "", 10);
    assert!(!arguments.has_pages_of("old") && !arguments.has_pages_of("new"));
    assert_eq!(arguments.name_of("twice"), None);
    assert_eq!(arguments.name_of("parts"), Some("parts"));
    assert_eq!(arguments.name_of("things"), None);
    let without: Vec<_> = ["parts", "things", "facade", "far", "old", "none"]
        .into_iter()
        .filter(|name| arguments.has_no_place_of(name))
        .collect();
    assert_eq!(without, ["facade", "old"]);
}

#[test]
fn what_is_re_exported_has_a_page_in_its_own_crate() {
    let made = Made::new("facade");
    let source = |above: &str, lines: &str| {
        format!("<a class=\"src\" href=\"{above}src/parts/depot.rs.html#{lines}\">Source</a>")
    };
    let (one, two) = (source("../../", "1-3"), source("../../", "5-7"));
    made.write("out/parts/depot/struct.One.html", &one, 10);
    made.write("out/parts/depot/struct.Two.html", &two, 10);
    let all = "<a href=\"depot/enum.Two.html\"></a><a href=\"depot/struct.One.html\"></a>\
               <a href=\"gone/struct.Two.html\"></a><a href=\"depot/struct.Two.html\"></a>";
    made.write("out/parts/all.html", all, 10);
    made.write("out/facade/struct.Other.html", &source("../", "5"), 10);
    made.write("out/facade/index.html", "", 10);
    made.write("out/facade/struct.Third.html", &source("../", "9-9"), 10);
    made.write("out/facade/struct.None.html", "", 10);
    assert_eq!(
        made.original_of("facade::Other"),
        Some(("parts".to_owned(), two))
    );
    assert_eq!(made.original_of("facade::Third"), None);
    assert_eq!(made.original_of("facade::None"), None);
}

#[test]
fn a_page_that_is_older_than_its_source_is_none() {
    let made = Made::new("old");
    made.write("out/parts/struct.Part.html", "part", 10);
    let found = || made.html_of("parts::Part");
    // As of one who has not said what there is.
    assert!(found().is_some());
    let (old, new) = ("src/old one.rs", "src/new.rs");
    let folder = made.folder.display().to_string();
    let listed = |file: &str| format!("{folder}/{file}").replace(' ', "\\ ");
    let sources = format!(
        "{0}/deps/libparts-7.rmeta: {1} {2}\n\n{1}:\n{2}:\n{0}/gone.rs:\n\n# env-dep:A=b:\n",
        listed(""),
        listed(old),
        listed(new)
    );
    made.write("deps/parts-7.d", &sources, 5);
    made.write(old, "", 20);
    made.write(new, "", 20);
    assert!(found().is_some());
    made.write(old, "", 5);
    assert!(found().is_none());
    made.write("out/parts/struct.Part.html", "part", 1);
    assert!(found().is_some());
    made.write(new, "", 0);
    assert!(found().is_none());
}
