//! Draws a tree, for rustdoc and for one that runs: the same file is part of both crates.
//!
//! One figure below the other, each a step further to the right than the one that it belongs to. So a tree is as
//! narrow as its names are long, and can be read on a telephone; wide and deep trees grow downwards.

use std::fmt::Write;

/// What is drawn of one actor or supervisor.
#[derive(Clone, Debug)]
pub(crate) struct Figure {
    pub(crate) title: String,
    /// What is said of it below its title; lines are broken between two of them.
    pub(crate) words: Vec<String>,
    /// What it does now, on lines of its own.
    pub(crate) now: Vec<String>,
    pub(crate) is_supervisor: bool,
    pub(crate) look: Look,
    /// Where a click leads; on a page of rustdoc it is a path of Rust.
    pub(crate) link: Option<String>,
    pub(crate) children: Vec<Self>,
}

/// How a figure differs from others of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(dead_code, reason = "what is only declared is plain")]
pub(crate) enum Look {
    Plain,
    Asleep,
    Down,
}

/// Where the drawing takes its colours from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(dead_code, reason = "each of the two crates draws for one of them")]
pub(crate) enum Theme {
    /// The page of rustdoc that it is a part of: a paragraph of Markdown with tags in it, so that rustdoc finds the links.
    Rustdoc,
    /// It has its own, for light and for dark.
    Own,
}

/// Letters of one line below a title at most, and of any line where it is far to the right.
const LINE: usize = 40;
const SHORT_LINE: usize = 16;
/// All that follows is in pixels. Of letters with one width for all, as most such fonts have it: 0.6 of their size.
const LETTER: f64 = 7.9;
const SMALL_LETTER: f64 = 6.7;
const ROW: usize = 17;
const PAD: usize = 9;
const GAP: usize = 10;
const STEP: usize = 26;
const EDGE: usize = 2;
/// What a telephone has beside rustdoc's margins.
const SCREEN: usize = 355;

/// A figure with its place.
struct Placed<'a> {
    figure: &'a Figure,
    title: Vec<&'a str>,
    lines: Vec<Line>,
    x: usize,
    y: usize,
    width: usize,
    height: usize,
    /// The place of the one above, in the list of all.
    above: Option<usize>,
}

impl Placed<'_> {
    fn middle(&self) -> usize {
        self.y + self.height / 2
    }
}

/// A line of words in the rows that it takes.
type Line = Vec<String>;

/// The drawing, as one `svg` element without an empty line in it.
#[must_use]
pub(crate) fn draw(root: &Figure, theme: Theme) -> String {
    let mut all = Vec::new();
    place(root, None, EDGE, &mut all);
    let width = all.iter().map(|one| one.x + one.width).max().unwrap_or(0) + EDGE;
    let height = all.iter().map(|one| one.y + one.height).max().unwrap_or(0) + EDGE;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"dormouse-tree\" role=\"img\" \
         width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         font-family=\"ui-monospace, 'Source Code Pro', 'DejaVu Sans Mono', monospace\"><title>{}</title>\n",
        theme.escaped(&format!("The supervision tree of {}", root.title))
    );
    if theme == Theme::Own {
        svg.push_str(OWN_STYLE);
    }
    let colours = Colours::of(theme);
    // A line of one pixel is sharp in the middle between two.
    svg.push_str("<g transform=\"translate(.5 .5)\">\n");
    for (index, one) in all.iter().enumerate() {
        line(&mut svg, index, one, &all, &colours);
    }
    for one in &all {
        figure(&mut svg, one, theme, &colours);
    }
    svg.push_str("</g>\n</svg>\n");
    svg
}

fn place<'a>(figure: &'a Figure, above: Option<usize>, x: usize, all: &mut Vec<Placed<'a>>) {
    let y = all.last().map_or(EDGE, |last| last.y + last.height + GAP);
    let screen = SCREEN.saturating_sub(x + 2 * PAD);
    let title = rows(&figure.title, letters_in(screen, LETTER));
    let room = letters_in(screen, SMALL_LETTER).min(LINE);
    let mut lines = broken(&figure.words, room);
    lines.extend(broken(&figure.now, room));
    // Nobody sees the space at the end of a row.
    let titles = title.iter().map(|row| width_of(row.trim_end(), LETTER));
    let words = lines.iter().flatten();
    let widest = titles.chain(words.map(|row| width_of(row.trim_end(), SMALL_LETTER)));
    let width = widest.max().unwrap_or(0) + 2 * PAD;
    let count = title.len() + lines.iter().map(Vec::len).sum::<usize>();
    let own = all.len();
    all.push(Placed {
        figure,
        x,
        y,
        width,
        height: count * ROW + PAD,
        title,
        lines,
        above,
    });
    for child in &figure.children {
        place(child, Some(own), x + STEP, all);
    }
}

/// The words in lines of so many letters, with commas.
fn broken(words: &[String], room: usize) -> Vec<Line> {
    let mut lines: Vec<String> = Vec::new();
    for word in words {
        match lines.last_mut() {
            Some(line) if letters(line) + 2 + letters(word) <= room => {
                line.push_str(", ");
                line.push_str(word);
            }
            Some(line) => {
                line.push(',');
                lines.push(word.clone());
            }
            None => lines.push(word.clone()),
        }
    }
    let rows_of = |line: &String| rows(line, room).into_iter().map(str::to_owned).collect();
    lines.iter().map(rows_of).collect()
}

/// A text that is longer than a row, in rows: best after a space, else between the words of a name.
fn rows(text: &str, room: usize) -> Vec<&str> {
    let (mut rows, mut rest) = (Vec::new(), text);
    while letters(rest) > room {
        let (mut space, mut name, mut end) = (None, None, 0);
        let mut before = None;
        for (place, letter) in rest.char_indices() {
            let begins_word = letter.is_uppercase() && before.is_some_and(char::is_lowercase);
            let ends_word = letter.is_alphanumeric() && before.is_some_and(is_joint);
            if begins_word || ends_word {
                name = Some(place);
            }
            let next = place + letter.len_utf8();
            // A space may stand beyond the end, where nobody sees it.
            if letter == ' ' {
                space = Some(next);
            } else if letters(&rest[..next]) > room {
                break;
            }
            (before, end) = (Some(letter), next);
        }
        let (row, next) = rest.split_at(space.or(name).unwrap_or(end));
        if row.is_empty() || next.is_empty() {
            break;
        }
        rows.push(row);
        rest = next;
    }
    rows.push(rest);
    rows
}

/// After which a name goes on with another word.
fn is_joint(letter: char) -> bool {
    matches!(letter, '_' | ':' | '.' | '<' | '(' | ',' | '-' | '/')
}

/// How many letters wide a text is; those of the East are as wide as two.
fn letters(text: &str) -> usize {
    text.chars()
        .map(|letter| if u32::from(letter) < 0x1100 { 1 } else { 2 })
        .sum()
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "a text has few letters"
)]
fn width_of(text: &str, letter: f64) -> usize {
    (letters(text) as f64 * letter).ceil() as usize
}

/// How many letters a row has.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "a screen has few pixels"
)]
fn letters_in(width: usize, letter: f64) -> usize {
    ((width as f64 / letter) as usize).max(SHORT_LINE)
}

struct Colours {
    text: &'static str,
    stroke: &'static str,
    fill: &'static str,
    link: &'static str,
    down: &'static str,
}

impl Colours {
    fn of(theme: Theme) -> Self {
        match theme {
            Theme::Rustdoc => Self {
                text: "var(--main-color, currentColor)",
                stroke: "color-mix(in srgb, var(--main-color, #888) 45%, transparent)",
                fill: "var(--code-block-background-color, none)",
                link: "var(--link-color, #3873ad)",
                down: "#d04437",
            },
            Theme::Own => Self {
                text: "var(--text)",
                stroke: "var(--stroke)",
                fill: "var(--fill)",
                link: "var(--text)",
                down: "#d04437",
            },
        }
    }
}

const OWN_STYLE: &str = "<style>\n\
    svg.dormouse-tree { --text: #222; --stroke: #888; --fill: #f5f5f5; background: #fff }\n\
    @media (prefers-color-scheme: dark) {\n\
    svg.dormouse-tree { --text: #ddd; --stroke: #888; --fill: #2b2b2b; background: #1e1e1e }\n\
    }\n\
    </style>\n";

/// From the one above down, or from where the line to the one before leaves, and over to this one.
fn line(svg: &mut String, index: usize, one: &Placed<'_>, all: &[Placed<'_>], colours: &Colours) {
    let Some(above) = one.above.and_then(|index| all.get(index)) else {
        return;
    };
    let mut before = all.iter().take(index);
    let before = before.rfind(|other| other.above == one.above);
    let top = before.map_or(above.y + above.height, Placed::middle);
    let (x, right, middle) = (above.x + STEP / 2, one.x, one.middle());
    // A `String` takes all that is written.
    let _ = writeln!(
        svg,
        "<path d=\"M{x} {top}V{middle}H{right}\" fill=\"none\" stroke=\"{}\"/>",
        colours.stroke
    );
}

fn figure(svg: &mut String, one: &Placed<'_>, theme: Theme, colours: &Colours) {
    let Placed {
        figure,
        x,
        y,
        width,
        height,
        ..
    } = one;
    let round = if figure.is_supervisor { 2 } else { 10 };
    let (stroke, dashes) = match figure.look {
        Look::Plain => (colours.stroke, ""),
        Look::Asleep => (colours.stroke, " stroke-dasharray=\"5 3\""),
        Look::Down => (colours.down, ""),
    };
    let _ = writeln!(
        svg,
        "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"{round}\" \
         fill=\"{}\" stroke=\"{stroke}\"{dashes}/>",
        colours.fill
    );
    let (left, first) = (x + PAD, y + ROW);
    let title = in_rows(&one.title, left, theme);
    let (title, colour) = match &figure.link {
        Some(link) => (format!("[{title}]({link})"), colours.link),
        None => (title, colours.text),
    };
    let _ = writeln!(
        svg,
        "<text x=\"{left}\" y=\"{first}\" font-size=\"13\" font-weight=\"bold\" fill=\"{colour}\">{title}</text>"
    );
    let mut below = first + one.title.len() * ROW;
    for line in &one.lines {
        let rows: Vec<&str> = line.iter().map(String::as_str).collect();
        let _ = writeln!(
            svg,
            "<text x=\"{left}\" y=\"{below}\" font-size=\"11\" fill=\"{}\">{}</text>",
            colours.text,
            in_rows(&rows, left, theme)
        );
        below += rows.len() * ROW;
    }
}

/// The rows of one text, one below the other.
fn in_rows(rows: &[&str], left: usize, theme: Theme) -> String {
    let mut text = String::new();
    for (index, row) in rows.iter().enumerate() {
        let row = theme.escaped(row);
        // A `String` takes all that is written.
        let _ = match index {
            0 => write!(text, "{row}"),
            _ => write!(text, "<tspan x=\"{left}\" dy=\"{ROW}\">{row}</tspan>"),
        };
    }
    text
}

impl Theme {
    /// For text.
    fn escaped(self, text: &str) -> String {
        let mut escaped = String::with_capacity(text.len());
        for letter in text.chars() {
            match letter {
                '&' => escaped.push_str("&amp;"),
                '<' => escaped.push_str("&lt;"),
                '>' => escaped.push_str("&gt;"),
                '"' => escaped.push_str("&quot;"),
                letter if letter.is_control() => escaped.push(' '),
                // Has a meaning in Markdown, but not like this.
                letter if self == Self::Rustdoc && letter.is_ascii_punctuation() => {
                    // A `String` takes all that is written.
                    let _ = write!(escaped, "&#{};", u32::from(letter));
                }
                letter => escaped.push(letter),
            }
        }
        escaped
    }
}
