//! Text as rustdoc's Markdown takes it.

/// Text in which nothing has a meaning of its own.
pub(super) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_ascii_punctuation() && !matches!(letter, ',' | '.' | ':' | '-' | '\'') {
            plain.push('\\');
        }
        plain.push(if letter.is_control() { ' ' } else { letter });
    }
    plain
}

/// Code in a table. Markdown's own is broken within its words where the window is narrow.
pub(super) fn code(text: &str) -> String {
    element(text, "overflow-wrap: normal")
}

/// The same in one line.
pub(super) fn line_of_code(text: &str) -> String {
    element(text, "white-space: nowrap")
}

fn element(text: &str, style: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let mut element = format!("<code style=\"{style}\">");
    for letter in text.chars() {
        // Between tags it is Markdown all the same, and `|` would end the cell.
        if letter.is_ascii_punctuation() {
            element.push_str(&format!("&#{};", u32::from(letter)));
        } else {
            element.push(if letter.is_control() { ' ' } else { letter });
        }
    }
    element + "</code>"
}
