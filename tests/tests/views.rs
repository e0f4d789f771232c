//! Trees as text, JSON, DOT, Mermaid and SVG: what runs, and what is declared.

use std::time::Duration;

use dormouse::prelude::*;
use dormouse::{Restart, Tree, TreeNode};
use serde_json::Value;

#[actor(hibernate_after = "30s")]
#[derive(Default)]
struct Store {
    count: u64,
}

#[actor]
impl Store {
    #[call]
    fn add(&mut self) -> u64 {
        self.count += 1;
        self.count
    }

    #[every("60s")]
    fn tidy(&mut self) {}
}

#[actor]
struct Session {}

#[actor]
impl Session {
    #[call]
    fn rest(&self) -> Hibernate<u8> {
        Hibernate(1)
    }
}

#[supervisor(strategy = simple_one_for_one, max_children = 50)]
struct Sessions {
    #[child(start = || Session {}, restart = temporary)]
    session: Session,
}

#[supervisor(partitions = 2)]
struct Shards {
    #[child(start = |_| Store::default())]
    shard: Store,
}

#[supervisor(dynamic)]
struct Plugins {}

#[supervisor(strategy = rest_for_one, intensity = 5, period = "60s")]
struct App {
    #[child(restart = transient)]
    store: Store,
    #[child]
    sessions: Sessions,
    #[child]
    shards: Shards,
    #[child]
    plugins: Plugins,
}

fn titles(node: &TreeNode) -> Vec<(String, Option<&'static str>, Option<&'static str>)> {
    let mut all = vec![(
        node.name().split('#').next().unwrap().to_owned(),
        node.type_name(),
        node.strategy(),
    )];
    all.extend(node.children().iter().flat_map(titles));
    all
}

#[test]
fn a_declared_tree_as_text() {
    assert_eq!(
        Tree::declared::<App>().to_string(),
        "\
App [rest_for_one], 5 restarts in 60s, hibernates after 1s
├── store: Store, transient, hibernates after 30s, every 60s
├── sessions: Sessions [simple_one_for_one], 1 restart in 5s, children on demand
│   └── session: Session, temporary, hibernates
├── shards: Shards [one_for_one], 3 restarts in 5s, hibernates after 1s, 2 partitions
│   └── shard: Store, hibernates after 30s, every 60s
└── plugins: Plugins [dynamic], 3 restarts in 5s, children on demand"
    );
}

#[tokio::test(start_paused = true)]
async fn a_tree_that_runs_is_the_one_that_is_declared() {
    let app = App {}.start().await.unwrap();
    app.sessions().start_child().await.unwrap();
    let declared = titles(Tree::declared::<App>().root());
    let mut running = titles(app.tree().root());
    // There are two of the one that is declared once.
    let shard = running
        .iter()
        .rposition(|(name, ..)| name == "shard")
        .unwrap();
    running.remove(shard);
    assert_eq!(running, declared);
}

#[tokio::test(start_paused = true)]
async fn json_has_all_figures() {
    let app = App {}.start().await.unwrap();
    app.store().add().await.unwrap();
    tokio::time::sleep(Duration::from_secs(31)).await;
    let json: Value = serde_json::from_str(&app.tree().to_json()).unwrap();
    assert_eq!(json["name"], "App");
    assert_eq!(json["strategy"], "rest_for_one");
    let store = &json["children"][0];
    assert_eq!(store["type"], "Store");
    assert_eq!(store["declared"][0], "transient");
    assert_eq!(store["status"], "hibernated");
    assert_eq!(store["asleep"], true);
    assert_eq!(store["restarts"], 0);
    assert_eq!(store["waiting"], 0);
    assert_eq!(store["bytes"], app.store().actor().memory().bytes());
    assert_eq!(json["children"].as_array().unwrap().len(), 4);
}

#[tokio::test(start_paused = true)]
async fn a_child_that_was_added_is_not_the_declared_one_whose_name_it_has() {
    let app = App {}.start().await.unwrap();
    let door = app.supervisor();
    for name in ["store", "sessions"] {
        door.terminate_child(name).await.unwrap();
        door.delete_child(name).await.unwrap();
        let spec = dormouse::ChildSpec::new(name, || Session {});
        door.start_child(spec).await.unwrap();
    }
    let tree = app.tree();
    let children = tree.root().children();
    for name in ["store", "sessions"] {
        let added = children.iter().find(|child| child.name() == name).unwrap();
        assert_eq!((added.type_name(), added.strategy()), (None, None));
    }
    assert!(children.iter().any(|one| one.type_name() == Some("Shards")));
}

#[tokio::test(start_paused = true)]
async fn names_from_outside_break_no_view() {
    let plugins = Plugins {}.start().await.unwrap();
    let name = "a \"b\" <c> & \\ #\n\u{1}\u{4e2d}";
    let spec = dormouse::ChildSpec::new(name, || Session {}).restart(Restart::Temporary);
    plugins.start_child(spec).await.unwrap();
    let tree = plugins.tree();
    let json: Value = serde_json::from_str(&tree.to_json()).unwrap();
    assert_eq!(json["children"][0]["name"], format!("{name}#0"));
    let child = &tree.root().children()[0];
    assert_eq!((child.type_name(), child.strategy()), (None, None));

    let svg = tree.to_svg();
    assert!(
        svg.contains("a &quot;b&quot; &lt;c&gt; &amp; \\ #  \u{4e2d}#0"),
        "{svg}"
    );
    let dot = tree.to_dot();
    assert!(dot.contains(r#"label="a \"b\" <c> & \\ #\n "#), "{dot}");
    let mermaid = tree.to_mermaid();
    assert!(
        mermaid.contains("n1(\"a #quot;b#quot; #lt;c#gt; & \\ #35;<br> "),
        "{mermaid}"
    );
}

#[tokio::test(start_paused = true)]
async fn what_sleeps_and_what_is_down_look_different() {
    let app = App {}.start().await.unwrap();
    let awake = app.tree();
    assert!(!awake.to_svg().contains("stroke-dasharray"));
    assert!(!awake.to_mermaid().contains("asleep"));
    tokio::time::sleep(Duration::from_secs(31)).await;
    let tree = app.tree();
    assert!(tree.root().is_asleep());
    assert!(tree.to_svg().contains("stroke-dasharray"));
    assert!(tree.to_dot().contains("dashed"));
    assert!(
        tree.to_mermaid().contains("class n0,"),
        "{}",
        tree.to_mermaid()
    );
    app.supervisor().terminate_child("store").await.unwrap();
    assert!(app.tree().to_svg().contains("#d04437"));
    if let Ok(folder) = std::env::var("DORMOUSE_VIEWS") {
        std::fs::write(format!("{folder}/live.svg"), app.tree().to_svg()).unwrap();
        std::fs::write(
            format!("{folder}/declared.svg"),
            Tree::declared::<App>().to_svg(),
        )
        .unwrap();
        std::fs::write(format!("{folder}/live.dot"), app.tree().to_dot()).unwrap();
        std::fs::write(format!("{folder}/live.mmd"), app.tree().to_mermaid()).unwrap();
    }
}

macro_rules! levels {
    ($($name:ident: $child:ty),*) => {
        $(
            #[supervisor]
            struct $name {
                #[child]
                child: $child,
            }
        )*
    };
}

levels!(Upper: Lower, Lower: Store);

#[test]
fn supervisors_of_one_macro_are_no_circle() {
    assert_eq!(
        titles(Tree::declared::<Upper>().root()),
        [
            ("Upper".to_owned(), Some("Upper"), Some("one_for_one")),
            ("child".to_owned(), Some("Lower"), Some("one_for_one")),
            ("child".to_owned(), Some("Store"), None),
        ]
    );
}
