//! What is on the page of an actor.

use super::facts::{HandlerRow, Period};
use super::links::Links;
use super::markdown::{code, line_of_code, plain};
use super::registry::{Kind, Node};

pub(super) fn text(actor: &Node, links: &Links<'_>) -> String {
    let mut text = String::new();
    let is_linked = links.lead_to_handle(actor);
    let shown = actor.handlers().filter(|row| !row.is_hidden);
    let rows: String = shown.map(|row| self::row(actor, row, is_linked)).collect();
    if !rows.is_empty() {
        text.push_str(
            "\n\n# Handlers\n\n\
             | handler | mark | arguments | reply | hibernates |\n\
             | --- | --- | --- | --- | --- |\n",
        );
        text.push_str(&rows);
    }
    if let Kind::Actor { options, .. } = &actor.kind
        && !options.is_empty()
    {
        text.push_str("\n\n# Options\n\n| option | value |\n| --- | --- |\n");
        for (key, value) in options {
            text.push_str(&format!("| {} | {} |\n", code(key), code(value)));
        }
    }
    text
}

fn row(actor: &Node, row: &HandlerRow, is_linked: bool) -> String {
    let mark = match &row.period {
        None => line_of_code(&format!("#[{}]", row.mark)),
        Some(Period::Milliseconds(count)) => {
            let period = std::time::Duration::from_millis(*count);
            line_of_code(&format!("#[{}(\"{period:?}\")]", row.mark))
        }
        Some(Period::Expression(source)) => line_of_code(&format!("#[{}({source})]", row.mark)),
    };
    let hibernates = match row.hibernates.as_str() {
        "" => "no".to_owned(),
        how => plain(how),
    };
    let mut name = line_of_code(&row.name);
    if row.has_method && is_linked {
        // The method of the handle; a keyword is written there with its `r#`, and not found without.
        name = format!("[{name}](method@{}Ref::{})", actor.name, row.name);
    }
    format!(
        "| {name} | {mark} | {} | {} | {hibernates} |\n",
        code(&row.arguments),
        code(&row.reply),
    )
}
