//! The attributes on mutated input: no panic, and nothing that can't be read where the item itself can.
//!
//! Some thousand inputs each time, always the same. `DORMOUSE_FUZZ_SECONDS=300 cargo test -p dormouse-macros fuzz` goes on for so
//! long, from another start each time.

use std::fmt;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};

use super::texts::{root, sources};

const ROUNDS: u64 = 4_000;

/// How many mutations one input has at most.
const MUTATIONS: usize = 4;

/// What an author may type by mistake, besides what is in the seeds.
const WORDS: &[&str] = &[
    "actor",
    "async",
    "await",
    "call",
    "cast",
    "child",
    "const",
    "crate",
    "dormouse",
    "dynamic",
    "every",
    "fn",
    "hibernate",
    "impl",
    "info",
    "mut",
    "pub",
    "r#type",
    "self",
    "Self",
    "start",
    "static",
    "struct",
    "supervisor",
    "unsafe",
    "where",
    "x",
];
const SIGNS: &[char] = &[
    '=', ',', ';', '|', '&', '<', '>', '#', '!', '?', '.', ':', '-', '+', '*', '\'',
];
const TEXTS: &[&str] = &["", "30s", "1.5s", "\u{0}", "ä", "999999999999999999999h"];

/// Which expander, what stands in the attribute, and the item.
#[derive(Clone)]
pub(super) struct Input {
    attribute: Attribute,
    arguments: TokenStream,
    pub(super) item: TokenStream,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Attribute {
    Actor,
    Supervisor,
    Interface,
    Compact,
}

impl fmt::Display for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "#[{:?}({})]", self.attribute, self.arguments)?;
        write!(f, "{}", self.item)
    }
}

impl Input {
    pub(super) fn expand(&self) -> TokenStream {
        let (arguments, item) = (self.arguments.clone(), self.item.clone());
        match self.attribute {
            Attribute::Actor => crate::actor::expand(arguments, item),
            Attribute::Supervisor => crate::supervisor::expand(arguments, item),
            Attribute::Interface => crate::interface::expand(arguments, item),
            Attribute::Compact => crate::compact::expand(item),
        }
    }

    /// Fails where the expander panics, or gives what can't be read.
    fn check(&self) {
        let expansion = match catch_unwind(AssertUnwindSafe(|| self.expand())) {
            Ok(expansion) => expansion,
            Err(_) => panic!("a panic on\n{self}"),
        };
        let readable = syn::parse2::<syn::File>(self.item.clone()).is_ok();
        if readable && let Err(error) = syn::parse2::<syn::File>(expansion.clone()) {
            panic!("unreadable ({error}): {expansion}\nof\n{self}");
        }
    }
}

#[test]
fn no_input_makes_a_macro_panic_or_write_nonsense() {
    let seeds = seeds();
    assert!(seeds.len() > 400, "only {} items were found", seeds.len());
    for seed in &seeds {
        seed.check();
    }
    rounds(ROUNDS, |random| mutated(&seeds, random).check());
}

/// So many rounds, always the same; or, where that is asked for, others for so long.
pub(super) fn rounds(count: u64, mut round: impl FnMut(&mut Random)) {
    let seconds = std::env::var("DORMOUSE_FUZZ_SECONDS").ok();
    let (end, start) = match seconds {
        Some(seconds) => {
            let end = Instant::now() + Duration::from_secs(seconds.parse().unwrap());
            let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
            (Some(end), now.as_secs())
        }
        None => (None, 1),
    };
    let mut random = Random(start.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let mut done = 0;
    while end.map_or(done < count, |end| Instant::now() < end) {
        round(&mut random);
        done += 1;
    }
    println!("{done} rounds");
}

fn mutated(seeds: &[Input], random: &mut Random) -> Input {
    let mut input = random.one(seeds).clone();
    for _ in 0..=random.below(MUTATIONS) {
        let other = random.one(seeds);
        let donor = if random.below(2) == 0 {
            &other.arguments
        } else {
            &other.item
        };
        if random.below(3) == 0 {
            input.arguments = mutate(input.arguments, donor, random);
        } else {
            input.item = mutate(input.item, donor, random);
        }
    }
    input
}

/// One change, somewhere below.
pub(super) fn mutate(tokens: TokenStream, donor: &TokenStream, random: &mut Random) -> TokenStream {
    let mut tokens: Vec<_> = tokens.into_iter().collect();
    let groups: Vec<_> = (0..tokens.len())
        .filter(|index| matches!(tokens[*index], TokenTree::Group(_)))
        .collect();
    if !groups.is_empty() && random.below(4) > 0 {
        let index = *random.one(&groups);
        if let TokenTree::Group(group) = &tokens[index] {
            let inner = mutate(group.stream(), donor, random);
            tokens[index] = Group::new(group.delimiter(), inner).into();
        }
        return tokens.into_iter().collect();
    }
    let at = random.below(tokens.len() + 1);
    let inside = (!tokens.is_empty()).then(|| random.below(tokens.len()));
    match (random.below(8), inside) {
        (0, Some(index)) => drop(tokens.remove(index)),
        (1, Some(index)) => tokens.insert(at, tokens[index].clone()),
        (2, Some(index)) => {
            let other = random.below(tokens.len());
            tokens.swap(index, other);
        }
        (3, Some(index)) => tokens.truncate(index),
        (4, Some(index)) => tokens[index] = any(random),
        (5, Some(index)) => {
            let inner = tokens.split_off(index).into_iter().collect();
            let delimiter = *random.one(&[
                Delimiter::Brace,
                Delimiter::Bracket,
                Delimiter::None,
                Delimiter::Parenthesis,
            ]);
            tokens.push(Group::new(delimiter, inner).into());
        }
        (6, _) => {
            let donor: Vec<_> = donor.clone().into_iter().collect();
            let from = random.below(donor.len() + 1);
            let taken = donor.into_iter().skip(from).take(1 + random.below(4));
            tokens.splice(at..at, taken);
        }
        _ => tokens.insert(at, any(random)),
    }
    tokens.into_iter().collect()
}

fn any(random: &mut Random) -> TokenTree {
    match random.below(5) {
        0 => Punct::new(*random.one(SIGNS), Spacing::Alone).into(),
        1 => Literal::string(random.one::<&str>(TEXTS)).into(),
        2 => Literal::u64_unsuffixed(random.next()).into(),
        3 => Group::new(Delimiter::Parenthesis, TokenStream::new()).into(),
        _ => {
            let word = *random.one(WORDS);
            match word.strip_prefix("r#") {
                Some(raw) => Ident::new_raw(raw, Span::call_site()).into(),
                None => Ident::new(word, Span::call_site()).into(),
            }
        }
    }
}

/// All items with an attribute of ours in the stored cases and the tests.
pub(super) fn seeds() -> Vec<Input> {
    let mut seeds = Vec::new();
    for file in sources(&root().join("tests/tests")) {
        if let Ok(tokens) = fs::read_to_string(file).unwrap().parse() {
            collect(tokens, &mut seeds);
        }
    }
    seeds
}

fn collect(tokens: TokenStream, seeds: &mut Vec<Input>) {
    let tokens: Vec<_> = tokens.into_iter().collect();
    for (index, token) in tokens.iter().enumerate() {
        let TokenTree::Group(group) = token else {
            continue;
        };
        let hash = index.checked_sub(1).and_then(|before| tokens.get(before));
        let is_attribute = matches!(hash, Some(TokenTree::Punct(sign)) if sign.as_char() == '#');
        if !is_attribute {
            collect(group.stream(), seeds);
        } else if let Some((attribute, arguments)) = read(group) {
            seeds.push(Input {
                attribute,
                arguments,
                item: item(&tokens[index + 1..]),
            });
        }
    }
}

/// `[actor(..)]`
fn read(group: &Group) -> Option<(Attribute, TokenStream)> {
    let meta: syn::Meta = syn::parse2(group.stream()).ok()?;
    let arguments = match &meta {
        syn::Meta::List(list) => list.tokens.clone(),
        _ => TokenStream::new(),
    };
    let name = &meta.path().segments.last()?.ident;
    let attribute = match name.to_string().as_str() {
        "actor" => Attribute::Actor,
        "supervisor" => Attribute::Supervisor,
        "interface" => Attribute::Interface,
        "derive" if arguments.to_string().contains("Compact") => Attribute::Compact,
        _ => return None,
    };
    Some((attribute, arguments))
}

/// Up to its end: a `;` or a block.
fn item(tokens: &[TokenTree]) -> TokenStream {
    let end = tokens.iter().position(|token| match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        TokenTree::Punct(sign) => sign.as_char() == ';',
        _ => false,
    });
    let end = end.map_or(tokens.len(), |end| end + 1);
    tokens[..end].iter().cloned().collect()
}

/// Xorshift (Marsaglia, 2003): the same numbers each time.
pub(super) struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    pub(super) fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    pub(super) fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}
