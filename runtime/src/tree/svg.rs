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
