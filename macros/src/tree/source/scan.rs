//! The items of a module, as far as they say where something is.

use crate::tree::mark;
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use std::collections::BTreeSet;
use syn::{ItemType, ItemUse, LitStr, Type, TypePath, UseTree};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Visibility {
    Public,
    Crate,
    /// Or of less than the crate.
    Private,
}

/// Whether something is not shown; or shown, but not where it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Hidden {
    #[default]
    No,
    /// A `cfg` decides.
    Perhaps,
    Yes,
}

/// What the attributes of an item say.
#[derive(Clone, Debug, Default)]
pub(super) struct Attributes {
    pub(super) is_conditional: bool,
    pub(super) hidden: Hidden,
    /// Of a module.
    pub(super) path: Option<String>,
    /// It has a path that only the compiler knows.
    pub(super) has_unknown_path: bool,
    /// It may be what makes a type one of the tree.
    pub(super) has_tree: bool,
}

pub(super) struct Item {
    pub(super) visibility: Visibility,
    pub(super) attributes: Attributes,
    pub(super) what: What,
}

pub(super) enum What {
    Struct(String),
    /// With its body, where it is no file.
    Module(String, Option<TokenStream>),
    Use(Import),
    /// `type A = b::C`, without arguments.
    Alias(Import),
    /// It has a name as types have.
    Other(String),
    /// The module itself has these attributes.
    Itself,
    /// What it makes is not seen.
    Call(Call),
    /// A macro of that name, which may write a `use`.
    Exporter(String),
}

/// That of a macro.
#[derive(Clone)]
pub(super) struct Call {
    pub(super) name: String,
    /// All that are written in it.
    pub(super) words: BTreeSet<String>,
}

/// One name, or all, of a `use`; or another name for a type.
#[derive(Clone, Debug)]
pub(super) struct Import {
    /// From another crate for certain: `::a`
    pub(super) is_outside: bool,
    pub(super) path: Vec<String>,
    /// `None` for all that the module has.
    pub(super) name: Option<String>,
}

pub(super) fn items(tokens: TokenStream) -> Vec<Item> {
    let mut items = Vec::new();
    let mut attributes = Attributes::default();
    let mut visibility = Visibility::Private;
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let word = match token {
            TokenTree::Punct(sign) if sign.as_char() == '#' => {
                let is_inner = tokens.next_if(|token| is_sign(token, '!')).is_some();
                let Some(TokenTree::Group(group)) = tokens.next() else {
                    continue;
                };
                if is_inner {
                    let mut attributes = Attributes::default();
                    attributes.note(&group);
                    items.push(Item {
                        visibility: Visibility::Private,
                        attributes,
                        what: What::Itself,
                    });
                } else {
                    attributes.note(&group);
                }
                continue;
            }
            TokenTree::Ident(word) => word.to_string(),
            other => {
                if is_end(&other) {
                    (attributes, visibility) = (Attributes::default(), Visibility::Private);
                }
                continue;
            }
        };
        let what = match word.as_str() {
            "pub" => {
                visibility = match tokens.peek() {
                    Some(TokenTree::Group(of)) if of.delimiter() == Delimiter::Parenthesis => {
                        let of = of.stream().to_string();
                        tokens.next();
                        if of == "crate" {
                            Visibility::Crate
                        } else {
                            Visibility::Private
                        }
                    }
                    _ => Visibility::Public,
                };
                continue;
            }
            "use" => {
                let mut tree = TokenStream::from(TokenTree::Ident(quote::format_ident!("use")));
                for token in tokens.by_ref() {
                    let is_last = is_sign(&token, ';');
                    tree.extend([token]);
                    if is_last {
                        break;
                    }
                }
                imports(tree).into_iter().map(What::Use).collect()
            }
            "mod" | "struct" | "enum" | "union" | "trait" | "type" => {
                let Some(TokenTree::Ident(name)) = tokens.peek() else {
                    continue;
                };
                let name = name.to_string();
                let mut before = TokenStream::new();
                let end = loop {
                    match tokens.next() {
                        Some(token) if !is_end(&token) => before.extend([token]),
                        end => break end,
                    }
                };
                vec![match (word.as_str(), end) {
                    ("type", _) => match alias(before) {
                        Some(import) => What::Alias(import),
                        None => What::Other(name),
                    },
                    ("struct", _) => What::Struct(name),
                    ("mod", Some(TokenTree::Group(body))) => {
                        What::Module(name, Some(body.stream()))
                    }
                    ("mod", _) => What::Module(name, None),
                    _ => What::Other(name),
                }]
            }
            "fn" | "impl" | "const" | "static" => {
                tokens.by_ref().find(is_end);
                Vec::new()
            }
            name if tokens.next_if(|token| is_sign(token, '!')).is_some() => {
                let (mut words, mut inner) = (BTreeSet::new(), TokenStream::new());
                let defined = match tokens.peek() {
                    Some(TokenTree::Ident(name)) => Some(name.to_string()),
                    _ => None,
                };
                for token in tokens.by_ref() {
                    let is_last = is_end(&token);
                    inner.extend([token]);
                    if is_last {
                        break;
                    }
                }
                all_words(inner, &mut words);
                match defined {
                    Some(name) if words.contains("use") => vec![What::Exporter(name)],
                    Some(_) => Vec::new(),
                    None => vec![What::Call(Call {
                        name: name.to_owned(),
                        words,
                    })],
                }
            }
            _ => continue,
        };
        items.extend(what.into_iter().map(|what| Item {
            visibility,
            attributes: attributes.clone(),
            what,
        }));
        (attributes, visibility) = (Attributes::default(), Visibility::Private);
    }
    items
}

/// Of an item: a semicolon, or what is in braces.
fn is_end(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
        || is_sign(token, ';')
}

fn is_sign(token: &TokenTree, sign: char) -> bool {
    matches!(token, TokenTree::Punct(other) if other.as_char() == sign)
}

impl Attributes {
    fn note(&mut self, attribute: &Group) {
        let mut tokens = attribute.stream().into_iter();
        let name = match tokens.next() {
            Some(TokenTree::Ident(name)) => name.to_string(),
            _ => return,
        };
        let mut words = BTreeSet::new();
        all_words(attribute.stream(), &mut words);
        let is_ours = words.contains("actor") || words.contains("supervisor");
        self.has_tree |= is_ours && !(words.contains("docs") && words.contains("false"));
        match name.as_str() {
            "cfg" => self.is_conditional = true,
            "cfg_attr" => {
                self.is_conditional = true;
                if hides(attribute.stream()) {
                    self.hidden = self.hidden.max(Hidden::Perhaps);
                }
                self.has_unknown_path |= words.contains("path");
            }
            "doc" if hides(attribute.stream()) => self.hidden = Hidden::Yes,
            "path" => match tokens.nth(1).map(|path| syn::parse2::<LitStr>(path.into())) {
                Some(Ok(path)) => self.path = Some(path.value()),
                _ => self.has_unknown_path = true,
            },
            _ => {}
        }
    }
}

/// Whether there is a `doc(..)` in it which says so.
fn hides(attribute: TokenStream) -> bool {
    let mut is_doc = false;
    attribute.into_iter().any(|token| match token {
        TokenTree::Group(list) => {
            let words = ["hidden", "no_inline"];
            let hides_here = is_doc && words.iter().any(|word| mark::has_word(list.stream(), word));
            is_doc = false;
            hides_here || hides(list.stream())
        }
        token => {
            is_doc = matches!(token, TokenTree::Ident(word) if word == "doc");
            false
        }
    })
}

/// In whatever braces they are.
fn all_words(tokens: TokenStream, words: &mut BTreeSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(word) => {
                words.insert(word.to_string());
            }
            TokenTree::Group(group) => all_words(group.stream(), words),
            _ => {}
        }
    }
}

fn imports(item: TokenStream) -> Vec<Import> {
    let Ok(item) = syn::parse2::<ItemUse>(item) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let is_outside = item.leading_colon.is_some();
    branches(&item.tree, &mut Vec::new(), &mut |path, name| {
        found.push(Import {
            is_outside,
            path,
            name,
        });
    });
    found
}

/// Of `A = b::C`, what follows `type`.
fn alias(tokens: TokenStream) -> Option<Import> {
    let item: ItemType = syn::parse2(quote::quote!(type #tokens;)).ok()?;
    let is_plain = item.generics.params.is_empty() && item.generics.where_clause.is_none();
    let Type::Path(TypePath {
        qself: None, path, ..
    }) = *item.ty
    else {
        return None;
    };
    let has_arguments = path.segments.iter().any(|part| !part.arguments.is_none());
    (is_plain && !has_arguments).then(|| Import {
        is_outside: path.leading_colon.is_some(),
        path: path
            .segments
            .iter()
            .map(|part| part.ident.to_string())
            .collect(),
        name: Some(item.ident.to_string()),
    })
}

fn branches(
    tree: &UseTree,
    path: &mut Vec<String>,
    found: &mut impl FnMut(Vec<String>, Option<String>),
) {
    let with = |last: String| {
        let mut path = path.clone();
        // `a::{self}` is `a`.
        if last != "self" || path.is_empty() {
            path.push(last);
        }
        path
    };
    match tree {
        UseTree::Path(tree) => {
            path.push(tree.ident.to_string());
            branches(&tree.tree, path, found);
            path.pop();
        }
        UseTree::Name(tree) => {
            let path = with(tree.ident.to_string());
            let name = path.last().cloned();
            found(path, name);
        }
        UseTree::Rename(tree) => found(with(tree.ident.to_string()), Some(tree.rename.to_string())),
        UseTree::Glob(_) => found(path.clone(), None),
        UseTree::Group(tree) => {
            for tree in &tree.items {
                branches(tree, path, found);
            }
        }
    }
}

/// The names of all structs, in whatever braces they are.
pub(super) fn structs(tokens: TokenStream, names: &mut Vec<String>) {
    let mut after = false;
    for token in tokens {
        match token {
            TokenTree::Ident(word) if after => {
                names.push(word.to_string());
                after = false;
            }
            TokenTree::Ident(word) => after = word == "struct",
            TokenTree::Group(group) => {
                after = false;
                structs(group.stream(), names);
            }
            _ => after = false,
        }
    }
}
