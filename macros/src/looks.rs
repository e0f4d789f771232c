//! What a file shows at the first look, by its lines.
//!
//! Each attribute looks at what stands beside its item, and most have nothing to look for. The lines are read once for all
//! of them, and the file is understood only where they show that there may be something.

use crate::handlers::MARKS;
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

/// The words before the name of a type.
const TYPES: &[&str] = &["struct", "enum", "union", "type", "trait"];

#[derive(Default)]
pub(crate) struct Looks {
    /// Where each line begins.
    lines: Vec<usize>,
    types: HashMap<String, Vec<Definition>>,
    blocks: Vec<Block>,
    /// The blocks whose headers have the word.
    blocks_of: HashMap<String, Vec<usize>>,
    /// What stands in lines of nothing but names, as in a `use`.
    imported: HashSet<String>,
    has_marks: bool,
}

struct Definition {
    /// Counted from one.
    line: usize,
    /// Whether one of our attributes may stand above it.
    is_marked: bool,
    is_generic: bool,
}

#[derive(Default)]
struct Block {
    line: usize,
    is_marked: bool,
    methods: Vec<String>,
}

thread_local! {
    /// Of the file that was looked at last.
    static LAST: RefCell<Option<(Rc<str>, Rc<Looks>)>> = const { RefCell::new(None) };
}

/// Those of the text.
pub(crate) fn at(text: &str) -> Rc<Looks> {
    LAST.with_borrow_mut(|last| match last {
        Some((seen, looks)) if **seen == *text => Rc::clone(looks),
        _ => {
            let looks = Rc::new(Looks::new(text));
            *last = Some((Rc::from(text), Rc::clone(&looks)));
            looks
        }
    })
}

impl Looks {
    fn new(text: &str) -> Self {
        let mut looks = Self::default();
        let mut begin = 0;
        // Whether one of our attributes is above the line: in attributes and comments, and in what else is not apart.
        let (mut is_marked, mut is_near) = (false, false);
        for (place, line) in (1..).zip(text.split_inclusive('\n')) {
            looks.lines.push(begin);
            begin += line.len();
            let mut line = line.trim();
            looks.has_marks |= is_mark(line);
            while line.starts_with('#')
                && let Some((attribute, item)) = line.split_once("] ")
            {
                is_marked |= attribute.contains("actor");
                is_near |= mentions(attribute);
                line = item.trim_start();
            }
            if line.is_empty() {
                (is_marked, is_near) = (false, false);
                continue;
            }
            let goes_on = line.starts_with('#') || line.starts_with("//");
            if !goes_on {
                looks.line(place, line, is_marked, is_near);
            }
            is_marked = goes_on && (is_marked || line.contains("actor"));
            is_near |= mentions(line);
        }
        looks
    }

    /// What is not a comment.
    fn line(&mut self, place: usize, line: &str, is_marked: bool, is_near: bool) {
        let words: Vec<&str> = line.split(|letter| !is_letter(letter)).collect();
        let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
        let is_header = line.starts_with("impl");
        if is_header && !line.contains(" for ") {
            let block = self.blocks.len();
            for word in words.iter().collect::<HashSet<_>>() {
                let of = self.blocks_of.entry((*word).to_owned());
                of.or_default().push(block);
            }
        }
        if is_header {
            self.blocks.push(Block {
                line: place,
                is_marked,
                methods: Vec::new(),
            });
        }
        for pair in words.windows(2) {
            let [word, name] = pair else { continue };
            if TYPES.contains(word) {
                let is_generic = line.contains(&format!("{name}<"));
                let types = self.types.entry((*name).to_owned()).or_default();
                types.push(Definition {
                    line: place,
                    is_marked: is_near,
                    is_generic,
                });
            } else if *word == "fn" {
                let name = match (*name, words.iter().position(|word| word == name)) {
                    // `r#fn`
                    ("r", Some(at)) => words.get(at + 1).copied().unwrap_or_default(),
                    (name, _) => name,
                };
                if let Some(block) = self.blocks.last_mut() {
                    block.methods.push(name.to_owned());
                }
            }
        }
        let is_list = |letter: char| is_letter(letter) || " \t_:,;{}*".contains(letter);
        if !is_header && line.chars().all(is_list) && !line.replace("::", "").contains(':') {
            let words = words.into_iter().map(str::to_owned);
            self.imported.extend(words);
        }
    }

    /// The line, counted from one.
    pub(crate) fn line_of<'a>(&self, text: &'a str, line: usize) -> Option<&'a str> {
        let begin = *self.lines.get(line.checked_sub(1)?)?;
        let end = self.lines.get(line).copied().unwrap_or(text.len());
        text.get(begin..end)
    }

    /// In which lines such types are defined.
    pub(crate) fn types(&self, name: &str) -> Vec<usize> {
        let found = self.types.get(name);
        let lines = found.into_iter().flatten().map(|found| found.line);
        lines.collect()
    }

    /// In which lines blocks of that type begin.
    pub(crate) fn blocks(&self, name: &str) -> Vec<usize> {
        self.blocks_named(name).map(|block| block.line).collect()
    }

    /// The same of those with their attribute.
    pub(crate) fn marked_blocks(&self, name: &str) -> Vec<usize> {
        let marked = self.blocks_named(name).filter(|block| block.is_marked);
        marked.map(|block| block.line).collect()
    }

    fn blocks_named(&self, name: &str) -> impl Iterator<Item = &Block> {
        let places = self.blocks_of.get(name).into_iter().flatten();
        places.filter_map(|place| self.blocks.get(*place))
    }

    /// Whether such a type may be defined or imported.
    pub(crate) fn may_have(&self, name: &str) -> bool {
        self.types.contains_key(name) || self.imported.contains(name)
    }

    pub(crate) fn may_be_generic(&self, name: &str) -> bool {
        let mut found = self.types.get(name).into_iter().flatten();
        found.any(|found| found.is_generic)
    }

    /// Whether there is such a type with one of our attributes, or may be.
    pub(crate) fn may_be_marked(&self, name: &str) -> bool {
        let mut found = self.types.get(name).into_iter().flatten();
        found.any(|found| found.is_marked)
    }

    /// Whether there is such a type without any.
    pub(crate) fn may_be_unmarked(&self, name: &str) -> bool {
        let found = self.types.get(name);
        found.is_some_and(|found| found.iter().any(|found| !found.is_marked))
    }

    /// Whether blocks of that type have marks, and none has its attribute.
    pub(crate) fn may_be_unhandled(&self, name: &str) -> bool {
        let mut blocks = self.blocks_named(name).peekable();
        self.has_marks && blocks.peek().is_some() && !blocks.any(|block| block.is_marked)
    }

    /// Whether two blocks of that type have one such method each.
    pub(crate) fn may_be_doubled(&self, of: &str, method: &str) -> bool {
        let has = |block: &&Block| block.methods.iter().any(|name| name == method);
        self.blocks_named(of).filter(has).count() > 1
    }
}

/// Whether one of our attributes of structs may be in the line.
fn mentions(line: &str) -> bool {
    line.contains("actor") || line.contains("supervisor")
}

/// Whether the line is one of our marks.
pub(crate) fn is_mark(line: &str) -> bool {
    let name = line
        .strip_prefix("#[")
        .map(|rest| rest.trim_start_matches("dormouse::"));
    let name = name.and_then(|rest| rest.split([']', '(']).next());
    name.is_some_and(|name| MARKS.contains(&name))
}

fn is_letter(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}
