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

    fn level(depth: usize, children: usize) -> Figure {
        Figure {
            title: format!("level_{depth}: Level{depth}"),
            words: [
                "[simple_one_for_one]",
                "100 restarts in 10s",
                "hibernates after 1s",
            ]
            .map(str::to_owned)
            .to_vec(),
            now: Vec::new(),
            is_supervisor: true,
            look: Look::Plain,
            link: None,
            children: match depth {
                6 => Vec::new(),
                _ => (0..children).map(|_| level(depth + 1, children)).collect(),
            },
        }
    }

    #[test]
    fn a_deep_tree_is_no_wider_than_a_telephone() {
        for (children, theme) in [(1, Theme::Own), (3, Theme::Rustdoc)] {
            let svg = draw(&level(0, children), theme);
            let (_, after) = svg.split_once("width=\"").unwrap();
            let width: usize = after.split('"').next().unwrap().parse().unwrap();
            assert!(width <= 360, "{width}");
        }
    }
}
