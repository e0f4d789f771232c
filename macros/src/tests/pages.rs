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

    /// Of which crate the page is, and what is on it.
    fn page_of(&self, path: &str) -> Option<(String, String)> {
        let folder = self.folder.display();
        let words = format!(
            "rustdoc src/lib.rs -o {folder}/out --extern parts={folder}/deps/libparts-7.rmeta"
        );
        let path: Vec<_> = path.split("::").map(str::to_owned).collect();
        let arguments = Arguments::new(words.split(' ').map(str::to_owned));
        let page = arguments.page_of(&path)?;
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
