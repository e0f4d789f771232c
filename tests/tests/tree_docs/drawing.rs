//! What a drawing of a tree shows.

use super::markup::{attribute, link, number, plain};

/// What is drawn of one actor or supervisor.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Drawn {
    /// The place of the one that its line comes from, in the order from above.
    pub(crate) above: Option<usize>,
    pub(crate) title: String,
    /// All that stands below the title, in one line.
    pub(crate) words: String,
    pub(crate) link: Option<String>,
    pub(crate) is_supervisor: bool,
    pub(crate) is_asleep: bool,
    pub(crate) is_down: bool,
}

/// Where it is drawn.
#[derive(Clone, Copy)]
struct Place {
    left: usize,
    top: usize,
    right: usize,
    bottom: usize,
}

impl Place {
    fn middle(self) -> usize {
        usize::midpoint(self.top, self.bottom)
    }
}

/// From where a line comes, and to where it leads.
struct Line {
    from: (usize, usize),
    to: (usize, usize),
}

/// All that are drawn, from above.
///
/// Fails where a line begins or ends at nothing, where a row of a text is not within its figure, and where a figure is
/// wider than its rows.
#[track_caller]
pub(crate) fn drawn(svg: &str) -> Vec<Drawn> {
    let (mut all, mut places, mut lines) = (Vec::<Drawn>::new(), Vec::new(), Vec::new());
    for element in svg.split('<').skip(1) {
        if element.starts_with("path ") {
            lines.push(line(element));
        } else if element.starts_with("rect ") {
            let (left, top) = (number(element, "x"), number(element, "y"));
            places.push(Place {
                left,
                top,
                right: left + number(element, "width"),
                bottom: top + number(element, "height"),
            });
            all.push(Drawn {
                is_supervisor: number(element, "rx") == 2,
                is_asleep: attribute(element, "stroke-dasharray").is_some(),
                is_down: attribute(element, "stroke") == Some("#d04437"),
                ..Drawn::default()
            });
        }
    }
    let mut figures = svg.split("<rect ").skip(1);
    for (drawn, place) in all.iter_mut().zip(&places) {
        let figure = figures.next().unwrap();
        let mut widest = 0.0_f64;
        for text in figure.split("<text").skip(1) {
            let (text, _) = text.split_once("</text>").unwrap();
            widest = widest.max(write(drawn, *place, text));
        }
        // A letter more would be seen.
        let width = place.right - place.left;
        assert!(as_pixels(width) < widest * 1.02 + 20.0, "{width}: {figure}");
    }
    let ends: Vec<_> = lines.iter().map(|line| figure_at(&places, line)).collect();
    for (own, line) in ends.iter().zip(&lines) {
        let above = match places.iter().position(|place| place.bottom == line.from.1) {
            Some(above) => above,
            // From where the line to the one before turns off.
            None => {
                let mut before = ends.iter().zip(&lines);
                let before = before
                    .find(|(_, other)| (other.from.0, other.to.1) == (line.from.0, line.from.1));
                let (before, _) = before.expect("a line that this one goes on from");
                all[*before].above.expect("drawn before")
            }
        };
        assert!((places[above].left..places[above].right).contains(&line.from.0));
        assert_eq!(all[*own].above.replace(above), None, "two lines to one");
    }
    all
}

/// `M15 61V98H28`: down from 15, 61 to 98, and over to 28.
fn line(element: &str) -> Line {
    let path = attribute(element, "d").unwrap();
    let numbers: Vec<usize> = path
        .split(|letter: char| !letter.is_ascii_digit())
        .filter_map(|number| number.parse().ok())
        .collect();
    let [x, top, middle, right] = numbers[..] else {
        panic!("{path}")
    };
    Line {
        from: (x, top),
        to: (right, middle),
    }
}

/// At which a line ends.
fn figure_at(places: &[Place], line: &Line) -> usize {
    let mut places = places.iter();
    let place = places.position(|place| (place.left, place.middle()) == line.to);
    place.expect("a figure at the end of the line")
}

#[allow(clippy::cast_precision_loss, reason = "a drawing has few pixels")]
fn as_pixels(count: usize) -> f64 {
    count as f64
}

/// One text, in its rows; how wide the widest of them is.
fn write(drawn: &mut Drawn, place: Place, text: &str) -> f64 {
    let (attributes, shown) = text.split_once('>').unwrap();
    let letter = as_pixels(number(attributes, "font-size")) * 0.6;
    let (x, mut y) = (number(attributes, "x"), number(attributes, "y"));
    assert!(place.left < x, "{text}");
    let mut widest = 0.0_f64;
    for (index, row) in shown.split("<tspan").enumerate() {
        let mut row = format!("<tspan{row}");
        if index == 0 {
            row = row.replacen("<tspan", "", 1);
        } else {
            assert_eq!(number(&row, "x"), x, "{text}");
            y += number(&row, "dy");
        }
        assert!((place.top + 10..place.bottom).contains(&y), "{text}");
        let width = as_pixels(plain(&row).trim_end().chars().count()) * letter;
        assert!(as_pixels(x) + width < as_pixels(place.right), "{text}");
        widest = widest.max(width);
    }
    if attribute(attributes, "font-weight").is_some() {
        assert_eq!(drawn.title, "", "two titles");
        drawn.title = plain(shown);
        drawn.link = link(shown).map(str::to_owned);
        return widest;
    }
    // What goes on now is on lines of its own, after one that has no comma at its end.
    drawn.words.push_str(match drawn.words.chars().last() {
        None => "",
        Some(',') => " ",
        Some(_) => ", ",
    });
    drawn.words.push_str(&plain(shown));
    widest
}
