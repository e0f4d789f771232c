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

/// The pages that a struct may have in its own crate, where the one of this text is in a crate that re-exports it: they
/// lead to the same source. All that one call of a macro makes does, so the type's own name decides.
pub(super) fn originals(pages: &Path, krate: &str, html: &str) -> Vec<PathBuf> {
    let Some((source, name)) = source_of(html).zip(type_of(html)) else {
        return Vec::new();
    };
    let own = source.trim_start_matches("src/").split('/').next();
    let Some(own) = own.filter(|own| *own != krate) else {
        return Vec::new();
    };
    let folder = pages.join(own);
    let all = fs::read_to_string(folder.join("all.html")).unwrap_or_default();
    let page = format!("struct.{name}.html");
    let (named, others): (Vec<_>, Vec<_>) = all
        .split("href=\"")
        .skip(1)
        .filter_map(|link| link.split('"').next())
        .filter(|link| link.starts_with("struct.") || link.contains("/struct."))
        .map(|link| folder.join(link))
        .partition(|file| file.ends_with(&page));
    let is_it = |file: &PathBuf| {
        fs::read_to_string(file)
            .is_ok_and(|html| source_of(&html) == Some(source) && type_of(&html) == Some(name))
    };
    // Few have their pages by another name.
    let of = |files: Vec<PathBuf>| files.into_iter().filter(is_it).collect::<Vec<_>>();
    Some(of(named))
        .filter(|found| !found.is_empty())
        .unwrap_or_else(|| of(others))
}

/// The name that an actor or a supervisor has where it is defined: a `use` may give its page another one.
fn type_of(html: &str) -> Option<&str> {
    let mut traits = ["Actor", "Supervisor"].into_iter();
    traits.find_map(|name| {
        let (_, after) = html.split_once(&format!("id=\"impl-{name}-for-"))?;
        let (name, _) = after.split_once('"')?;
        // Without its arguments.
        Some(name.split_once("%3C").map_or(name, |(name, _)| name))
    })
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
/// what it made of them, and of the same version: the files of a registry are as old as they are there.
pub(super) fn is_of(page: &Path, html: &str, compiled: &Path) -> bool {
    let Some(made) = changed(page) else {
        return false;
    };
    let sources = sources(compiled).unwrap_or_default();
    let shown = version_on(html);
    let mut versions = sources.iter().filter_map(|source| version_of(source));
    versions.all(|version| shown.is_none_or(|shown| shown == version))
        && sources
            .iter()
            .filter_map(|source| changed(source))
            .all(|written| written <= made)
}

/// What `cargo doc` writes below the name of the crate.
fn version_on(html: &str) -> Option<&str> {
    let (_, after) = html.split_once("class=\"version\">")?;
    after.split('<').next()
}

/// `1.2.3` of `registry/src/index.crates.io-1949cf8c6b5b557f/parts-1.2.3/src/lib.rs`
fn version_of(source: &Path) -> Option<&str> {
    let names: Vec<&str> = source.iter().filter_map(|name| name.to_str()).collect();
    let place = names
        .windows(2)
        .position(|names| names == ["registry", "src"])?;
    let package = names.get(place + 3)?;
    let mut ends = package
        .match_indices('-')
        .map(|(place, _)| &package[place + 1..]);
    ends.find(|end| is_version(end))
}

/// Begins with three numbers.
fn is_version(text: &str) -> bool {
    let mut parts = text.splitn(3, '.');
    let is_number =
        |part: &str| !part.is_empty() && part.bytes().all(|digit| digit.is_ascii_digit());
    parts.next().is_some_and(is_number)
        && parts.next().is_some_and(is_number)
        && parts
            .next()
            .is_some_and(|rest| rest.starts_with(|digit: char| digit.is_ascii_digit()))
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
