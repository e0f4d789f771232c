//! The text search.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use dormouse::prelude::*;
use schemars::JsonSchema;
use serde::Serialize;

/// The text search: looks through the files of one directory, and sleeps when it has.
#[actor(hibernate = always)]
#[derive(Debug)]
pub struct Search {
    directory: PathBuf,
}

impl Search {
    /// A search over `directory`; without one there is nothing to start.
    ///
    /// # Errors
    ///
    /// Fails when the directory cannot be read.
    pub fn open(directory: Option<&Path>) -> anyhow::Result<Start<Self>> {
        let Some(directory) = directory else {
            return Ok(Start::Ignore);
        };
        let what = || format!("cannot read the directory {}", directory.display());
        fs::read_dir(directory).with_context(what)?;
        Ok(Start::Ready(Self {
            directory: directory.to_owned(),
        }))
    }
}

#[actor]
impl Search {
    /// The first `limit` lines that contain `text`.
    ///
    /// Reading files blocks, and must not hold up the actors that share a thread.
    #[call(blocking)]
    pub fn find(&mut self, text: String, limit: usize) -> Hibernate<Result<Found, io::Error>> {
        Hibernate(find(&self.directory, &text, limit))
    }
}

/// What a search has found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Found {
    /// The lines, in order of file name.
    pub lines: Vec<Line>,
    /// Whether there are more.
    pub more: bool,
}

/// A line that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Line {
    /// The file, as seen from the directory that is searched.
    pub file: String,
    /// The number of the line, from 1.
    pub number: usize,
    /// The line; a long one is cut.
    pub text: String,
}

/// Larger files are passed over, as are hidden ones, links, and what is not text.
const MAX_FILE: u64 = 1 << 20;

/// Longer lines are cut.
const MAX_LINE: usize = 200;

/// The first `limit` lines below `directory` that contain `text`, whatever its case.
///
/// # Errors
///
/// Fails when `directory` cannot be read; what cannot be read below it is passed over.
pub fn find(directory: &Path, text: &str, limit: usize) -> io::Result<Found> {
    let text = text.to_lowercase();
    let mut found = Found::default();
    let mut paths = list(directory)?;
    while let Some(path) = paths.pop() {
        let Ok(about) = path.symlink_metadata() else {
            continue;
        };
        if about.is_dir() {
            paths.extend(list(&path).unwrap_or_default());
        } else if about.is_file() && about.len() <= MAX_FILE {
            let content = fs::read_to_string(&path).unwrap_or_default();
            let file = path.strip_prefix(directory).unwrap_or(&path).display();
            for (index, line) in content.lines().enumerate() {
                if !line.to_lowercase().contains(&text) {
                    continue;
                }
                if found.lines.len() == limit {
                    found.more = true;
                    return Ok(found);
                }
                found.lines.push(Line {
                    file: file.to_string(),
                    number: index + 1,
                    text: line.trim().chars().take(MAX_LINE).collect(),
                });
            }
        }
    }
    Ok(found)
}

/// What is in a directory, without what is hidden; the first name last.
fn list(directory: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths: Vec<PathBuf> = fs::read_dir(directory)?
        .flatten()
        .filter(|entry| !entry.file_name().as_encoded_bytes().starts_with(b"."))
        .map(|entry| entry.path())
        .collect();
    paths.sort_unstable_by(|a, b| b.cmp(a));
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A directory with some files in it, removed again when dropped.
    struct Files(PathBuf);

    impl Files {
        fn new(name: &str, files: &[(&str, &[u8])]) -> Self {
            let directory = std::env::temp_dir().join(format!("{name}-{}", std::process::id()));
            for (file, content) in files {
                let path = directory.join(file);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, content).unwrap();
            }
            Self(directory)
        }
    }

    impl Drop for Files {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    fn line(file: &str, number: usize, text: &str) -> Line {
        Line {
            file: file.to_owned(),
            number,
            text: text.to_owned(),
        }
    }

    #[test]
    fn finds_lines_in_order() {
        let files = Files::new(
            "finds-lines",
            &[
                ("b.txt", b"nothing\n  A Dormouse sleeps\n"),
                ("a/deep/c.txt", b"dormouse\nDORMOUSE"),
                (".hidden/d.txt", b"dormouse"),
                ("picture.bin", b"dormouse \xff\xfe"),
            ],
        );
        let found = find(&files.0, "dormouse", 10).unwrap();
        let lines = vec![
            line("a/deep/c.txt", 1, "dormouse"),
            line("a/deep/c.txt", 2, "DORMOUSE"),
            line("b.txt", 2, "A Dormouse sleeps"),
        ];
        assert_eq!(found, Found { lines, more: false });
    }

    #[test]
    fn stops_at_the_limit() {
        let files = Files::new("stops-at", &[("a", b"x\nx\nx"), ("b", &[b'x'; 5000])]);
        let found = find(&files.0, "x", 2).unwrap();
        assert_eq!((found.lines.len(), found.more), (2, true));
        let all = find(&files.0, "x", 4).unwrap();
        assert_eq!((all.lines.len(), all.more), (4, false));
        assert_eq!(all.lines[3].text.len(), MAX_LINE);
    }

    #[cfg(unix)]
    #[test]
    fn does_not_leave_the_directory() {
        let outside = Files::new("outside", &[("secret", b"dormouse")]);
        let files = Files::new("inside", &[("a", b"")]);
        std::os::unix::fs::symlink(&outside.0, files.0.join("link")).unwrap();
        std::os::unix::fs::symlink(outside.0.join("secret"), files.0.join("file")).unwrap();
        assert_eq!(find(&files.0, "dormouse", 10).unwrap(), Found::default());
    }

    #[test]
    fn a_missing_directory_is_an_error() {
        assert!(Search::open(Some(Path::new("/no/such/directory"))).is_err());
        assert!(find(Path::new("/no/such/directory"), "x", 1).is_err());
    }
}
