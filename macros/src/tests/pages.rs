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
            "rustdoc --crate-name shop src/lib.rs -o {folder}/out -L dependency={folder}/deps --extern parts={folder}/deps/libparts-7.rmeta \
             --extern things={folder}/deps/libparts-7.rmeta --extern facade --extern far=x/libaway-1.rlib \
             --extern shop_before=x/libshop-1.rlib --extern old=x/libtwice-1.rlib --extern new=x/libtwice-2.rlib \
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

/// Of an older version, as its name says; the pages are those of the crate itself.
#[test]
fn the_crate_itself_has_no_pages_of_another() {
    let made = Made::new("itself");
    made.write("out/shop/struct.Shop.html", "shop", 10);
    let link = "<a href=\"../shop/struct.Shop.html\">Shop</a>";
    let index = format!("<dt id=\"reexport.Shop\"><code>pub use {link};</code></dt>");
    made.write("out/parts/index.html", &index, 10);
    assert_eq!(made.html_of("shop_before::Shop"), None);
    assert_eq!(made.html_of("parts::Shop"), None);
    let (arguments, _) = made.asked("shop");
    assert!(!arguments.has_pages_of("shop_before"));
    assert!(arguments.has_no_place_of("shop_before"));
    assert_eq!(arguments.name_of("shop"), None);
}

#[test]
fn a_page_of_another_version_is_none() {
    let made = Made::new("versions");
    let folder = made.folder.display().to_string();
    let versions = [
        (
            "1.2.3",
            "registry/src/index.example-1/parts-1.2.3/src/lib.rs",
            true,
        ),
        (
            "1.2.3",
            "registry/src/index.example-1/parts-1.3.0/src/lib.rs",
            false,
        ),
        (
            "1.2.3-a.1",
            "registry/src/index.example-1/all-parts-1.2.3-a.1/src/lib.rs",
            true,
        ),
        (
            "1.2.3",
            "registry/src/index.example-1/all-parts-1.2.3-a.1/src/lib.rs",
            false,
        ),
        (
            "3.0.0+1.2",
            "registry/src/index.example-1/parts-2-3.0.0+1.2/lib.rs",
            true,
        ),
        ("1.2.3", "registry/parts-1.3.0/src/lib.rs", true),
        (
            "1.2.3",
            "registry/src/index.example-1/parts/src/lib.rs",
            true,
        ),
        ("1.2.3", "parts-1.3.0/src/lib.rs", true),
    ];
    for (shown, source, is_it) in versions {
        let page = format!("<a>parts</a><span class=\"version\">{shown}</span>");
        made.write("out/parts/struct.Part.html", &page, 10);
        made.write(source, "", 1000);
        made.write("deps/parts-7.d", &format!("{folder}/{source}:\n"), 5);
        let found = made.html_of("parts::Part");
        assert_eq!(found.is_some(), is_it, "{shown}: {source}");
    }
    made.write("out/parts/struct.Part.html", "", 10);
    let source = format!("{folder}/registry/src/index.example-1/parts-1.3.0/src/lib.rs:\n");
    made.write("deps/parts-7.d", &source, 5);
    assert!(made.html_of("parts::Part").is_some());
}

#[test]
fn a_page_of_a_third_crate_is_of_all_that_is_made_of_it() {
    let made = Made::new("third");
    let folder = made.folder.display().to_string();
    let page = "<span class=\"version\">1.0.0</span>";
    made.write("out/third/struct.Third.html", page, 10);
    let link = "<a href=\"../third/struct.Third.html\">Third</a>";
    let index = format!("<dt id=\"reexport.Third\"><code>pub use {link};</code></dt>");
    made.write("out/facade/index.html", &index, 10);
    let is_found = || made.html_of("facade::Third").is_some();
    assert!(is_found());
    made.write("src/third.rs", "", 5);
    let compiled = |number: usize, source: &str| {
        let sources = format!("{folder}/{source}:\n");
        made.write(&format!("deps/third-{number}.d"), &sources, 5);
        made.write(&format!("deps/libthird-{number}.rmeta"), "", 5);
        made.write(&format!("deps/libthird-{number}.rlib"), "", 5);
    };
    compiled(1, "src/third.rs");
    assert!(!is_found());
    made.write("src/third.rs", "", 20);
    assert!(is_found());
    let registry = "registry/src/index.example-1";
    compiled(2, &format!("{registry}/third-1.0.0/lib.rs"));
    assert!(is_found());
    compiled(3, &format!("{registry}/third-1.1.0/lib.rs"));
    assert!(!is_found());
    // What has only its name in common.
    compiled(3, "src/third.rs");
    made.write(
        "deps/third_party-1.d",
        &format!("{folder}/{registry}/third_party-1.1.0/lib.rs:\n"),
        5,
    );
    made.write("deps/libthird_party-1.rmeta", "", 5);
    assert!(is_found());
}
