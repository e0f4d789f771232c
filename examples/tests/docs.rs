//! The documentation of the examples: the whole tree of each, with links that lead somewhere.
//!
//! Reads what `cargo doc` has made, in the folder that `DORMOUSE_DOCS` names.

#[path = "../../tests/tests/tree_docs/page.rs"]
#[allow(dead_code, reason = "more is read of the tests' own pages")]
mod page;

use std::path::PathBuf;

use self::page::Page;
use dormouse::Tree;
use dormouse_examples::mcp::app::{App, Tools, Transports};

fn page(path: &str) -> Page {
    let pages = std::env::var_os("DORMOUSE_DOCS").expect("DORMOUSE_DOCS");
    Page::read(&PathBuf::from(pages), path)
}

#[test]
#[ignore = "needs the pages"]
fn the_server_is_shown_as_it_is_declared() {
    let app = page("dormouse_examples/mcp/app/struct.App.html");
    let constants = [("every PERIOD", "every 1s")];
    app.shows(&Tree::declared::<App>(), &constants, &[]);
    let tools = page("dormouse_examples/mcp/app/struct.Tools.html");
    tools.shows(&Tree::declared::<Tools>(), &[], &[]);
    let transports = page("dormouse_examples/mcp/app/struct.Transports.html");
    transports.shows(&Tree::declared::<Transports>(), &[], &[]);
}

#[test]
#[ignore = "needs the pages"]
fn the_subtree_of_a_library_is_shown_in_the_tree_of_a_program() {
    let without = ["Users", "Tally"];
    let app = page("dormouse_application/struct.App.html");
    app.shows(
        &Tree::declared::<dormouse_application::App>(),
        &[],
        &without,
    );
    let library = page("transcripts/struct.Transcripts.html");
    library.shows(&Tree::declared::<transcripts::Transcripts>(), &[], &without);
}
