//! Elements of HTML and of SVG.

/// What an element's attribute says.
pub(crate) fn attribute<'a>(element: &'a str, name: &str) -> Option<&'a str> {
    let (tag, _) = element.split_once('>').unwrap_or((element, ""));
    let (_, value) = tag.split_once(&format!(" {name}=\""))?;
    value.split('"').next()
}

#[track_caller]
pub(crate) fn number(element: &str, name: &str) -> usize {
    let number = attribute(element, name);
    number.and_then(|number| number.parse().ok()).expect(name)
}

/// Where the first link in it leads.
pub(crate) fn link(html: &str) -> Option<&str> {
    let (_, after) = html.split_once("href=\"")?;
    after.split('"').next()
}

/// Without tags.
pub(crate) fn plain(html: &str) -> String {
    let mut text = String::new();
    for (index, part) in html.split('<').enumerate() {
        let part = if index == 0 {
            part
        } else {
            part.split_once('>').map_or("", |(_, text)| text)
        };
        text.push_str(part);
    }
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#60;", "<")
        .replace("&#62;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}
