//! All forms of a tree say the same: who is below whom, what is declared, and what goes on now.

#[path = "tree_docs/drawing.rs"]
mod drawing;
#[path = "forms/graph.rs"]
mod graph;
#[path = "tree_docs/markup.rs"]
mod markup;
#[path = "forms/printed.rs"]
mod printed;
#[path = "forms/row.rs"]
mod row;

use std::sync::Arc;

use self::row::{Labelled, Now, Row};
use dormouse::prelude::*;
use dormouse::test_util::{crash, restarted, settle};
use dormouse::{AnyActorRef, ChildSpec, Tree, TreeNode};
use serde_json::Value;
use tokio::sync::Notify;

/// Sleeps as soon as it has answered.
#[actor(hibernate = may)]
#[derive(Default)]
struct Shelf {
    things: Vec<String>,
}

#[actor]
impl Shelf {
    #[call]
    fn put(&mut self, thing: String) -> Hibernate<usize> {
        self.things.push(thing);
        Hibernate(self.things.len())
    }
}

/// Works as long as it is held.
#[actor(hibernate_after = "30s")]
#[derive(Default)]
struct Desk {}

#[actor]
impl Desk {
    #[cast]
    async fn work(&mut self, barrier: Arc<Notify>) {
        barrier.notified().await;
    }

    #[every("1h")]
    fn tidy(&mut self) {}
}

#[supervisor(strategy = rest_for_one, intensity = 5, period = "1m")]
struct Office {
    #[child(restart = transient)]
    desk: Desk,
    #[child]
    shelf: Shelf,
}

#[supervisor(strategy = simple_one_for_one)]
struct Sessions {
    #[child(start = || Desk {}, restart = temporary)]
    session: Desk,
}

#[supervisor(partitions = 2)]
struct Shards {
    #[child(start = |_| Shelf::default())]
    shard: Shelf,
}

#[supervisor(dynamic)]
struct Plugins {}

#[supervisor(auto_hibernation = false)]
struct App {
    #[child]
    office: Office,
    #[child]
    sessions: Sessions,
    #[child]
    spare: Shelf,
    #[child]
    shards: Shards,
    #[child]
    plugins: Plugins,
}

const SHELF: &[&str] = &["hibernates"];

fn row(
    above: usize,
    name: &'static str,
    ty: &'static str,
    strategy: &'static str,
    declared: &'static [&'static str],
) -> Row {
    Row {
        above: Some(above),
        name,
        ty,
        strategy,
        declared,
        now: None,
    }
}

fn root() -> Row {
    Row {
        above: None,
        ..row(0, "App", "App", "one_for_one", &["1 restart in 5s"])
    }
}

/// What is declared.
fn declared() -> Vec<Row> {
    vec![
        root(),
        row(
            0,
            "office",
            "Office",
            "rest_for_one",
            &["5 restarts in 60s", "hibernates after 1s"],
        ),
        row(
            1,
            "desk",
            "Desk",
            "",
            &["transient", "hibernates after 30s", "every 3600s"],
        ),
        row(1, "shelf", "Shelf", "", SHELF),
        row(
            0,
            "sessions",
            "Sessions",
            "simple_one_for_one",
            &["1 restart in 5s", "children on demand"],
        ),
        row(
            4,
            "session",
            "Desk",
            "",
            &["temporary", "hibernates after 30s", "every 3600s"],
        ),
        row(0, "spare", "Shelf", "", SHELF),
        row(
            0,
            "shards",
            "Shards",
            "one_for_one",
            &["3 restarts in 5s", "hibernates after 1s", "2 partitions"],
        ),
        row(7, "shard", "Shelf", "", SHELF),
        row(
            0,
            "plugins",
            "Plugins",
            "dynamic",
            &["3 restarts in 5s", "children on demand"],
        ),
    ]
}

fn flat<'a>(node: &'a TreeNode, all: &mut Vec<&'a TreeNode>) {
    all.push(node);
    for child in node.children() {
        flat(child, all);
    }
}

/// The objects, each without its children and with the place of the one above it.
fn objects(mut object: Value, above: Option<usize>, all: &mut Vec<(Option<usize>, Value)>) {
    let children = object.as_object_mut().unwrap().remove("children").unwrap();
    let own = all.len();
    all.push((above, object));
    for child in children.as_array().unwrap() {
        objects(child.clone(), Some(own), all);
    }
}

/// Compares all forms of a tree with what they have to show.
#[track_caller]
fn shows(tree: &Tree, rows: &[Row]) {
    let mut nodes = Vec::new();
    flat(tree.root(), &mut nodes);
    assert_eq!(nodes.len(), rows.len(), "{tree}");
    for (node, row) in nodes.iter().zip(rows) {
        row.is(node);
    }

    let lines: Vec<_> = rows.iter().map(|row| (row.above, row.line())).collect();
    assert_eq!(printed::lines(&tree.to_string()), lines);

    let mut parsed = Vec::new();
    objects(
        serde_json::from_str(&tree.to_json()).unwrap(),
        None,
        &mut parsed,
    );
    let wanted: Vec<_> = rows.iter().map(|row| (row.above, row.json())).collect();
    assert_eq!(parsed, wanted);

    let labelled: Vec<Labelled> = rows.iter().map(Row::labelled).collect();
    assert_eq!(graph::dot(&tree.to_dot()), labelled);
    assert_eq!(graph::mermaid(&tree.to_mermaid()), labelled);

    let drawn = drawing::drawn(&tree.to_svg());
    assert_eq!(drawn.len(), rows.len());
    for (drawn, row) in drawn.into_iter().zip(rows) {
        let (link, is_down) = (drawn.link, drawn.is_down);
        assert_eq!((link, is_down), (None, row.has_status("down")), "{row:?}");
        let drawn = Labelled {
            above: drawn.above,
            title: drawn.title,
            words: drawn.words,
            is_supervisor: drawn.is_supervisor,
            is_asleep: drawn.is_asleep,
        };
        assert_eq!(drawn, row.labelled());
    }
}

#[test]
fn all_forms_of_a_declared_tree_are_the_same() {
    shows(&Tree::declared::<App>(), &declared());
}

/// With the bytes that its handle says.
fn now(status: &'static str, one: impl Into<AnyActorRef>) -> Now {
    Now {
        status,
        bytes: one.into().info().memory().bytes(),
        ..Now::default()
    }
}

#[tokio::test(start_paused = true)]
async fn all_forms_of_a_tree_that_runs_are_the_same() {
    let app = App {}.start().await.unwrap();
    let (office, desk, shelf) = (app.office(), app.office().desk(), app.office().shelf());
    let session = app.sessions().start_child().await.unwrap();
    let spec = ChildSpec::new("a \"b\" <c>, \\ & #", || Shelf { things: Vec::new() });
    let plugin = app.plugins().start_child(spec).await.unwrap();

    // One that has crashed, with the one behind it, and then sleeps; one that works, and what waits for it; one that
    // is suspended, and one that is down.
    crash(&desk, "out of ink").await;
    restarted(&shelf, 1).await;
    shelf.put("paper".to_owned()).await.unwrap();
    let barrier = Arc::new(Notify::new());
    desk.work(Arc::clone(&barrier)).unwrap();
    settle().await;
    desk.work(Arc::clone(&barrier)).unwrap();
    session.actor().suspend().await.unwrap();
    app.supervisor().terminate_child("spare").await.unwrap();
    settle().await;

    let mut rows = declared();
    // There are two of what is declared once, and one more of which nothing is.
    rows.insert(9, rows[8].clone());
    rows.push(row(10, "a \"b\" <c>, \\ & ##0", "", "", &[]));
    (rows[5].name, rows[8].name, rows[9].name) = ("session#0", "shard#0", "shard#1");
    let doings = [
        now("idle", &app),
        now("idle", &office),
        Now {
            restarts: 1,
            waiting: 1,
            ..now("running", &desk)
        },
        Now {
            restarts: 1,
            ..now("hibernated", &shelf)
        },
        now("idle", app.sessions()),
        Now {
            note: "suspended",
            ..now("idle", &session)
        },
        now("down", app.spare()),
        now("idle", app.shards()),
        now("idle", app.shards().by_key(&0)),
        now("idle", app.shards().by_key(&1)),
        now("idle", app.plugins()),
        now("idle", &plugin),
    ];
    for (row, now) in rows.iter_mut().zip(doings) {
        row.now = Some(now);
    }
    shows(&app.tree(), &rows);
    barrier.notify_one();
}
