//! A tree as JSON.

use std::fmt::Write;

use super::{Node, Tree};

impl Tree {
    /// The tree as one JSON object.
    ///
    /// Each actor and supervisor is an object with `name`; with `type`, `strategy` and `declared`, a list of texts, where
    /// they are known; where it runs with `status`, `restarts`, `waiting` (messages), `bytes` (without those of its
    /// children) and `asleep`; with `note` where there is one; and with `children`, a list.
    ///
    /// ```
    /// use dormouse::Tree;
    /// use dormouse::prelude::*;
    ///
    /// #[supervisor]
    /// struct App {}
    ///
    /// assert_eq!(
    ///     Tree::declared::<App>().to_json(),
    ///     r#"{"name":"App","type":"App","strategy":"one_for_one","declared":["1 restart in 5s","hibernates after 1s"],"children":[]}"#
    /// );
    /// ```
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut json = String::new();
        object(&mut json, self.root());
        json
    }
}

fn object(json: &mut String, node: &Node) {
    json.push_str("{\"name\":");
    text(json, &node.name);
    if let Some(name) = node.type_name() {
        json.push_str(",\"type\":");
        text(json, name);
    }
    if let Some(strategy) = node.strategy() {
        json.push_str(",\"strategy\":");
        text(json, strategy);
    }
    if node.type_name().is_some() {
        json.push_str(",\"declared\":");
        list(json, &node.declared, |json, word| text(json, word));
    }
    if let Some(status) = node.status {
        json.push_str(",\"status\":");
        text(json, &status.to_string());
        let (restarts, asleep) = (node.restarts(), node.is_asleep());
        // A `String` takes all that is written.
        let _ = write!(
            json,
            ",\"restarts\":{restarts},\"waiting\":{},\"bytes\":{},\"asleep\":{asleep}",
            node.waiting, node.bytes
        );
    }
    if !node.note.is_empty() {
        json.push_str(",\"note\":");
        text(json, &node.note);
    }
    json.push_str(",\"children\":");
    list(json, &node.children, object);
    json.push('}');
}

fn list<T>(json: &mut String, items: &[T], mut item: impl FnMut(&mut String, &T)) {
    json.push('[');
    for (index, one) in items.iter().enumerate() {
        if index > 0 {
            json.push(',');
        }
        item(json, one);
    }
    json.push(']');
}

/// RFC 8259, section 7.
fn text(json: &mut String, text: &str) {
    json.push('"');
    for letter in text.chars() {
        match letter {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            letter if letter < ' ' => {
                let _ = write!(json, "\\u{:04x}", u32::from(letter));
            }
            letter => json.push(letter),
        }
    }
    json.push('"');
}
