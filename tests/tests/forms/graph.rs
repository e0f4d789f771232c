//! Graphs in the languages of Graphviz and Mermaid.

use std::collections::BTreeMap;

use super::row::Labelled;

/// What the nodes and the edges of a graph make, in the order of their numbers.
#[derive(Default)]
struct Graph {
    nodes: BTreeMap<usize, Labelled>,
}

impl Graph {
    #[track_caller]
    fn node(&mut self, number: &str, label: &str, look: Labelled) {
        let (title, words) = label.split_once('\n').expect("a title and words");
        let node = Labelled {
            title: title.to_owned(),
            words: words.to_owned(),
            ..look
        };
        let before = self.nodes.insert(self::number(number), node);
        assert!(before.is_none(), "two of {number}");
    }

    #[track_caller]
    fn edge(&mut self, above: &str, below: &str) {
        let below = self.nodes.get_mut(&number(below)).expect("a node");
        assert_eq!(below.above.replace(number(above)), None, "two above");
    }

    #[track_caller]
    fn finish(self) -> Vec<Labelled> {
        let numbers = self.nodes.keys().copied();
        assert!(numbers.eq(0..self.nodes.len()), "not in order");
        self.nodes.into_values().collect()
    }
}

/// `n12`
#[track_caller]
fn number(name: &str) -> usize {
    name.strip_prefix('n').unwrap().parse().unwrap()
}

#[track_caller]
pub(crate) fn dot(text: &str) -> Vec<Labelled> {
    let text = text.strip_prefix("digraph tree {\n").unwrap();
    let lines = text.strip_suffix("}\n").unwrap().lines().skip(2);
    let mut graph = Graph::default();
    for line in lines {
        let line = line.trim().strip_suffix(';').unwrap();
        if let Some((above, below)) = line.split_once(" -> ").filter(|_| !line.contains('[')) {
            graph.edge(above, below);
            continue;
        }
        let (number, line) = line.split_once(" [label=\"").unwrap();
        let (label, styles) = line.split_once("\", style=\"").unwrap();
        let styles: Vec<&str> = styles.strip_suffix("\"]").unwrap().split(',').collect();
        let look = Labelled {
            is_supervisor: !styles.contains(&"rounded"),
            is_asleep: styles.contains(&"dashed"),
            ..Labelled::default()
        };
        graph.node(number, &without_strokes(label), look);
    }
    graph.finish()
}

fn without_strokes(label: &str) -> String {
    let mut text = String::new();
    let mut letters = label.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => text.push(match letters.next() {
                Some('n') => '\n',
                other => other.unwrap(),
            }),
            '"' => panic!("the text ends within {label}"),
            letter => text.push(letter),
        }
    }
    text
}

#[track_caller]
pub(crate) fn mermaid(text: &str) -> Vec<Labelled> {
    let mut graph = Graph::default();
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("flowchart LR"));
    let mut asleep = Vec::new();
    for line in lines.map(str::trim) {
        if let Some(names) = line.strip_prefix("class ") {
            asleep.extend(
                names
                    .strip_suffix(" asleep")
                    .unwrap()
                    .split(',')
                    .map(number),
            );
        } else if let Some((number, label)) = line.split_once('"') {
            let (number, is_supervisor) = match number.strip_suffix('[') {
                Some(number) => (number, true),
                None => (number.strip_suffix('(').unwrap(), false),
            };
            let label = label.strip_suffix(if is_supervisor { "\"]" } else { "\")" });
            let look = Labelled {
                is_supervisor,
                ..Labelled::default()
            };
            graph.node(number, &without_entities(label.unwrap()), look);
        } else if let Some((above, below)) = line.split_once(" --> ") {
            graph.edge(above, below);
        } else {
            assert_eq!(line, "classDef asleep stroke-dasharray: 4 3");
        }
    }
    for number in asleep {
        graph.nodes.get_mut(&number).expect("a node").is_asleep = true;
    }
    graph.finish()
}

fn without_entities(label: &str) -> String {
    assert!(!label.contains('"'), "the text ends within {label}");
    let label = label.replace("<br>", "\n");
    assert!(!label.contains(['<', '>']), "{label}");
    let label = label.replace("#quot;", "\"").replace("#lt;", "<");
    label.replace("#gt;", ">").replace("#35;", "#")
}
