//! What may be declared, and starts.

mod script;

use dormouse::prelude::*;
use dormouse::{AutoShutdown, Restart, Shutdown};
use script::{MS, Script, Worker};

#[supervisor]
struct Empty {}

/// Each way to restart with each way to stop, for an actor and a supervisor.
macro_rules! all {
    ($($worker:ident $supervisor:ident: $restart:ident $shutdown:expr,)*) => {
        #[supervisor(allow(brutal_kill))]
        struct All {
            script: Script,
            $(
                #[child(start = script.open("worker"), restart = $restart, shutdown = $shutdown)]
                $worker: Worker,
                #[child(restart = $restart, shutdown = $shutdown)]
                $supervisor: Empty,
            )*
        }
    };
}

all!(
    a b: permanent "0s",
    c d: permanent "1s",
    e f: permanent infinity,
    g h: permanent brutal_kill,
    i j: transient "0s",
    k l: transient "1s",
    m n: transient infinity,
    o p: transient brutal_kill,
    q r: temporary "0s",
    s t: temporary "1s",
    u v: temporary infinity,
    w x: temporary brutal_kill,
);

#[tokio::test(start_paused = true)]
async fn c019_every_restart_type_goes_with_every_shutdown_and_kind() {
    let script = Script::new();
    let all = All { script }.start().await.unwrap();
    let door = all.supervisor();
    let counts = door.count_children();
    assert_eq!((counts.specs, counts.active), (24, 24));
    assert_eq!((counts.supervisors, counts.workers), (12, 12));
    let o = door.get_childspec("o").unwrap();
    assert_eq!(
        (o.restart, o.shutdown),
        (Restart::Transient, Shutdown::BrutalKill)
    );
    let l = door.get_childspec("l").unwrap();
    assert_eq!(l.shutdown, Shutdown::After(1_000 * MS));
    assert!(l.is_supervisor && !l.significant);
    all.stop().await.unwrap();
}

/// An actor and the supervisors above it, all in one place.
macro_rules! family {
    ($leaf:ident $branch:ident $trunk:ident) => {
        #[actor]
        #[derive(Default)]
        struct $leaf {}

        #[actor]
        impl $leaf {}

        #[supervisor]
        struct $branch {
            #[child]
            leaf: $leaf,
        }

        #[supervisor]
        struct $trunk {
            #[child]
            leaf: $leaf,
            #[child]
            branch: $branch,
        }
    };
}

family!(Leaf Branch Trunk);

#[tokio::test(start_paused = true)]
async fn a_macro_may_make_a_supervisor_and_its_children() {
    let trunk = Trunk {}.start().await.unwrap();
    let tree = trunk.tree();
    let below = &tree.root().children()[1];
    assert_eq!(below.type_name(), Some("Branch"));
    assert_eq!(below.children()[0].type_name(), Some("Leaf"));
    trunk.stop().await.unwrap();
}

macro_rules! significant {
    ($name:ident, $when:ident) => {
        #[supervisor(auto_shutdown = $when)]
        struct $name {
            script: Script,
            #[child(start = script.open("a"), restart = transient, significant)]
            a: Worker,
            #[child(start = script.open("b"), restart = temporary, significant = true)]
            b: Worker,
        }
    };
}

significant!(Any, any_significant);
significant!(Every, all_significant);

#[tokio::test(start_paused = true)]
async fn c025_transient_and_temporary_children_may_be_significant() {
    let script = Script::new();
    let any = Any {
        script: script.clone(),
    };
    let any = any.start().await.unwrap();
    let every = Every { script }.start().await.unwrap();
    assert_eq!(
        any.supervisor().flags().auto_shutdown,
        AutoShutdown::AnySignificant
    );
    assert_eq!(
        every.supervisor().flags().auto_shutdown,
        AutoShutdown::AllSignificant
    );
    assert!(any.supervisor().get_childspec("b").unwrap().significant);
}

#[supervisor(strategy = simple_one_for_one, auto_shutdown = never)]
struct OnDemand {
    script: Script,
    #[child(start = || script.open("worker"))]
    worker: Worker,
}

#[tokio::test(start_paused = true)]
async fn c026_a_dynamic_supervisor_may_say_that_it_never_shuts_down() {
    let script = Script::new();
    let tree = OnDemand { script }.start().await.unwrap();
    tree.start_child().await.unwrap().ping().await.unwrap();
    tree.stop().await.unwrap();
}
