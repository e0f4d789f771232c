//! Pages of other crates, as rustdoc has made them before.
//!
//! A path is followed as the compiler would, by what the pages of modules list: what they do not list is not found.

use std::fs;
use std::path::{Path, PathBuf};

/// The page of a struct, by a path from the name of its crate: where the struct is, or by a `pub use` on the way there.
pub(super) fn find(pages: &Path, path: &[&str]) -> Option<PathBuf> {
    let (name, modules) = path.split_last()?;
    let mut folder = pages.to_owned();
    for module in modules {
        let module = module.trim_start_matches("r#");
        let index = named(&folder, module, &format!("{module}/{INDEX}"), STEPS)?;
        folder = index.parent()?.to_owned();
    }
    let name = name.trim_start_matches("r#");
    named(&folder, name, &format!("struct.{name}.html"), STEPS)
}

const INDEX: &str = "index.html";

/// How many imports of imports are followed.
const STEPS: usize = 8;

/// The page of what has a name in a module, of which this is the folder: its own, or that of what is re-exported.
fn named(folder: &Path, name: &str, page: &str, steps: usize) -> Option<PathBuf> {
    let own = folder.join(page);
    if own.is_file() {
        return Some(own);
    }
    let steps = steps.checked_sub(1)?;
    let index = fs::read_to_string(folder.join(INDEX)).ok()?;
    if let Some((_, line)) = index.split_once(&format!("id=\"reexport.{name}\"")) {
        let linked = last_link(folder, line.split("</code>").next()?)?;
        // One name may be that of a module and of a macro.
        let kind = |page: &Path| {
            page.file_name()?
                .to_str()?
                .split('.')
                .next()
                .map(str::to_owned)
        };
        return (kind(&linked) == kind(&own)).then_some(linked);
    }
    let mut lines = index.split("<code>pub use ").skip(1);
    lines.find_map(|line| {
        let (line, _) = line.split_once("</code>")?;
        let all = last_link(folder, line.strip_suffix("::*;")?)?;
        named(all.parent()?, name, page, steps)
    })
}

/// The file that the last link in a line leads to.
fn last_link(folder: &Path, line: &str) -> Option<PathBuf> {
    let (_, link) = line.rsplit_once("href=\"")?;
    let (link, _) = link.split_once('"')?;
    Some(folder.join(link)).filter(|page| page.is_file())
}

/// The page that a struct has in its own crate, where the one of this text is in a crate that re-exports it: both
/// lead to the same source.
pub(super) fn original(pages: &Path, html: &str) -> Option<PathBuf> {
    let source = source_of(html)?;
    let folder = pages.join(source.strip_prefix("src/")?.split('/').next()?);
    let all = fs::read_to_string(folder.join("all.html")).ok()?;
    let links = all.split("href=\"").skip(1);
    links
        .filter_map(|link| link.split('"').next())
        .filter(|link| link.starts_with("struct.") || link.contains("/struct."))
        .map(|link| folder.join(link))
        .find(|page| fs::read_to_string(page).is_ok_and(|html| source_of(&html) == Some(source)))
}

/// `src/parts/depot.rs.html#5` of `../src/parts/depot.rs.html#5-7`: in other crates the end is not known.
fn source_of(html: &str) -> Option<&str> {
    let (_, link) = html.split_once("<a class=\"src\" href=\"")?;
    let link = link.split('"').next()?.trim_start_matches("../");
    let lines = link.find('#')?;
    let end = link[lines..]
        .find('-')
        .map_or(link.len(), |end| lines + end);
    Some(&link[..end]).filter(|link| link.starts_with("src/"))
}

/// Whether a page is newer than all files that its crate was compiled from, which the compiler has written down beside
/// what it made of them.
pub(super) fn is_fresh(page: &Path, compiled: &Path) -> bool {
    let Some(made) = changed(page) else {
        return false;
    };
    let sources = sources(compiled).unwrap_or_default();
    sources
        .iter()
        .filter_map(|source| changed(source))
        .all(|written| written <= made)
}

fn changed(file: &Path) -> Option<std::time::SystemTime> {
    fs::metadata(file).ok()?.modified().ok()
}

/// `libname-hash.rmeta` has a `name-hash.d`, as for make: each source is there by itself with a colon behind it.
fn sources(compiled: &Path) -> Option<Vec<PathBuf>> {
    let name = compiled.file_stem()?.to_str()?;
    let name = name.strip_prefix("lib").unwrap_or(name);
    let written = fs::read_to_string(compiled.with_file_name(format!("{name}.d"))).ok()?;
    let sources = written
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.strip_suffix(':'))
        .map(|source| PathBuf::from(source.replace("\\ ", " ")));
    Some(sources.collect())
}
