//! A tree as text.

use std::fmt;

use super::{Node, Tree};

impl Node {
    fn line(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let declared = self.status.is_none();
        if declared {
            f.write_str(&self.title())?;
        } else {
            f.write_str(&self.name)?;
        }
        if !self.kind.is_empty() {
            write!(f, " [{}]", self.kind)?;
        }
        if let Some(status) = self.status {
            write!(f, " {status}")?;
        }
        let words = if declared {
            self.declared.clone()
        } else {
            self.figures()
        };
        for word in words {
            write!(f, ", {word}")?;
        }
        Ok(())
    }

    fn below(&self, f: &mut fmt::Formatter<'_>, indent: &str) -> fmt::Result {
        for (index, child) in self.children.iter().enumerate() {
            let last = index + 1 == self.children.len();
            let (branch, deeper) = if last {
                ("└── ", "    ")
            } else {
                ("├── ", "│   ")
            };
            write!(f, "\n{indent}{branch}")?;
            child.line(f)?;
            child.below(f, &format!("{indent}{deeper}"))?;
        }
        Ok(())
    }
}

impl fmt::Display for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.root.line(f)?;
        self.root.below(f, "")
    }
}
