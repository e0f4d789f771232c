//! A tree as a drawing.

use super::picture::{Figure, Look, Theme, draw};
use super::{Node, Tree};
use crate::handle::door::Status;

impl Tree {
    /// The tree as an SVG document of its own, which is right on light and on dark ground.
    ///
    /// Supervisors have corners, actors are round; what sleeps is drawn with dashes, and what is down is red.
    #[must_use]
    pub fn to_svg(&self) -> String {
        draw(&figure(self.root()), Theme::Own)
    }
}

fn figure(node: &Node) -> Figure {
    Figure {
        title: node.title(),
        words: node.lasting(),
        now: node.now(),
        is_supervisor: !node.kind.is_empty(),
        look: match node.status {
            Some(Status::Hibernated) => Look::Asleep,
            Some(Status::Down | Status::Gone) => Look::Down,
            _ => Look::Plain,
        },
        link: None,
        children: node.children.iter().map(figure).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::picture::{Figure, Look, Theme, draw};

    /// Nine levels, with names of so many words.
    fn level(depth: usize, children: usize, words: usize) -> Figure {
        Figure {
            title: format!("level{}: Level{depth}", "_name".repeat(words)) + &"Name".repeat(words),
            words: [
                "[simple_one_for_one]",
                "100 restarts in 10s",
                "hibernates after some::module::of::the::crate::CONSTANT",
            ]
            .map(str::to_owned)
            .to_vec(),
            now: Vec::new(),
            is_supervisor: true,
            look: Look::Plain,
            link: (depth > 0).then(|| "crate::Level".to_owned()),
            children: match depth {
                8 => Vec::new(),
                _ => (0..children)
                    .map(|_| level(depth + 1, children, words))
                    .collect(),
            },
        }
    }

    #[test]
    fn a_deep_tree_is_no_wider_than_a_telephone() {
        for (children, words, theme) in [
            (1, 1, Theme::Own),
            (2, 1, Theme::Rustdoc),
            (1, 10, Theme::Own),
            (1, 20, Theme::Rustdoc),
        ] {
            let svg = draw(&level(0, children, words), theme);
            let (_, after) = svg.split_once("width=\"").unwrap();
            let width: usize = after.split('"').next().unwrap().parse().unwrap();
            assert!(width <= 360, "{width}");
        }
    }

    /// The rows of the only title.
    fn rows(title: &str) -> Vec<String> {
        let mut figure = level(8, 0, 0);
        title.clone_into(&mut figure.title);
        (figure.words, figure.link) = (Vec::new(), None);
        let svg = draw(&figure, Theme::Own);
        let (_, text) = svg.rsplit_once("font-weight=\"bold\"").unwrap();
        let (_, text) = text.split_once('>').unwrap();
        let (text, _) = text.split_once("</text>").unwrap();
        let rows = text.split("</tspan>").flat_map(|row| row.split("<tspan"));
        rows.filter(|row| !row.is_empty())
            .map(|row| row.rsplit('>').next().unwrap().to_owned())
            .collect()
    }

    #[test]
    fn a_long_title_goes_on_below_where_a_word_begins() {
        let name = "the_one_who_keeps_the_books_of_all_years";
        let short = format!("{name}:");
        assert_eq!(rows(&short).join("|"), short);
        assert_eq!(
            rows(&format!("{name}: BookKeeper")),
            [format!("{name}: "), "BookKeeper".to_owned()]
        );
        assert_eq!(
            rows("keeper: TheOneWhoKeepsTheBooksOfAllYearsThatWere"),
            ["keeper: ", "TheOneWhoKeepsTheBooksOfAllYearsThatWere"]
        );
        assert_eq!(
            rows("TheOneWhoKeepsTheBooksOfAllTheYearsThatWere"),
            ["TheOneWhoKeepsTheBooksOfAllTheYearsThat", "Were"]
        );
        assert_eq!(rows(&"x".repeat(100)).concat(), "x".repeat(100));
        let wide = "\u{4e2d}".repeat(30);
        assert_eq!(rows(&wide), ["\u{4e2d}".repeat(21), "\u{4e2d}".repeat(9)]);
    }
}
