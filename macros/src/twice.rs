//! A second attribute of ours on the same struct.

use crate::errors::{Errors, with_help};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::Path;
use syn::parse::Parser;

/// Reports `#[actor]` and `#[supervisor]` among the attributes that an item begins with: they stand below the one that
/// is being expanded, called `name`, and are taken off. `None`: an actor is a supervisor too, and expands as that alone.
pub(crate) fn take(
    item: TokenStream,
    name: &str,
    krate: &Path,
    errors: &mut Errors,
) -> Option<TokenStream> {
    let mut tokens = item.into_iter().peekable();
    let mut kept = TokenStream::new();
    while matches!(tokens.peek(), Some(TokenTree::Punct(sign)) if sign.as_char() == '#') {
        let sign = tokens.next();
        let Some(TokenTree::Group(group)) = tokens.next_if(is_brackets) else {
            kept.extend(sign);
            break;
        };
        match ours(group.stream(), krate) {
            Some((path, other)) => {
                if other != name {
                    let message = "a struct is an actor or a supervisor, not both";
                    let help = "make two of it: the supervisor, with the actor as a `#[child]`";
                    errors.at(path, with_help(message, help));
                    if name == "actor" {
                        return None;
                    }
                    continue;
                }
                let message = format!("this has `#[{name}]` already");
                let help = format!("put all options into one `#[{name}(..)]`");
                errors.at(path, with_help(message, help));
            }
            None => {
                kept.extend(sign);
                kept.extend([TokenTree::Group(group)]);
            }
        }
    }
    kept.extend(tokens);
    Some(kept)
}

fn is_brackets(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket)
}

/// `actor`, `dormouse::supervisor`: its path and its name.
fn ours(attribute: TokenStream, krate: &Path) -> Option<(Path, &'static str)> {
    let parser = |input: syn::parse::ParseStream<'_>| {
        let path = input.call(Path::parse_mod_style)?;
        input.parse::<TokenStream>()?;
        Ok(path)
    };
    let path = parser.parse2(attribute).ok()?;
    let mut names = path.segments.iter().rev().map(|segment| &segment.ident);
    let name = names.next()?;
    let name = ["actor", "supervisor"]
        .into_iter()
        .find(|ours| name == ours)?;
    let from = krate.segments.last().map(|segment| &segment.ident);
    names
        .next()
        .is_none_or(|prefix| Some(prefix) == from)
        .then_some((path, name))
}
