//! Administration.

use super::super::{Answer, Event, Status, Strategy};
use super::bench::Bench;

use Strategy::{OneForAll, OneForOne, RestForOne};

#[test]
fn c003_a_child_that_ignores_is_kept() {
    let mut bench = Bench::new(OneForOne, "").up();
    bench.ignoring("child1");
    let (one, two) = (bench.add("child1"), bench.add("child2"));
    assert_eq!(bench.answer(one), Answer::Ignored);
    assert_eq!(bench.answer(two), Answer::Started);
    assert_eq!(bench.which(), "child2+ child1-");
}

#[test]
fn c005_a_temporary_child_that_ignores_is_not() {
    let mut bench = Bench::new(OneForOne, "").up();
    bench.ignoring("child1");
    let call = bench.add("child1:temporary");
    assert_eq!(bench.answer(call), Answer::Ignored);
    assert_eq!(bench.which(), "");
}

#[test]
fn a_child_that_fails_to_start_is_discarded() {
    let mut bench = Bench::new(OneForOne, "a").up();
    bench.failing("b", 1);
    let call = bench.add("b");
    assert_eq!(bench.answer(call), Answer::StartFailed);
    assert_eq!(bench.which(), "a+");
    assert_eq!(bench.reports(), "", "the caller knows");
    let call = bench.add("b");
    assert_eq!(bench.answer(call), Answer::Started);
}

#[test]
fn c029_c045_c056_a_name_is_taken_as_long_as_its_child_is_there() {
    let mut bench = Bench::new(OneForOne, "a b:transient c:transient").up();
    bench.terminate("b");
    bench.finish("c");
    bench.failing("a", 1);
    for (name, answer) in [
        ("a", Answer::AlreadyStarted),
        ("b", Answer::AlreadyPresent),
        ("c", Answer::AlreadyPresent),
    ] {
        let call = bench.add(name);
        assert_eq!(bench.answer(call), answer);
    }
    bench.hold_retries = true;
    bench.crash("a");
    let call = bench.add("a");
    assert_eq!(bench.answer(call), Answer::AlreadyPresent, "restarting");
    let call = bench.restart("c");
    assert_eq!(bench.answer(call), Answer::Started);
}

#[test]
fn c031_c032_terminate_keeps_the_specification_and_can_be_repeated() {
    let mut bench = Bench::new(OneForOne, "child1").up();
    for log in ["stop child1", ""] {
        let call = bench.terminate("child1");
        assert_eq!(bench.answer(call), Answer::Done);
        assert_eq!(bench.log(), log);
        assert_eq!(bench.which(), "child1-");
    }
}

#[test]
fn c034_restart_child() {
    let mut bench = Bench::new(OneForOne, "child1").up();
    bench.terminate("child1");
    let first = bench.restart("child1");
    let second = bench.restart("child1");
    assert_eq!(bench.answer(first), Answer::Started);
    assert_eq!(bench.answer(second), Answer::Running);
}

#[test]
fn c035_delete_child() {
    let mut bench = Bench::new(OneForOne, "child1").up();
    let call = bench.delete("child1");
    assert_eq!(bench.answer(call), Answer::Running);
    bench.terminate("child1");
    let call = bench.delete("child1");
    assert_eq!(bench.answer(call), Answer::Done);
    assert_eq!(bench.which(), "");
    let call = bench.restart("child1");
    assert_eq!(bench.answer(call), Answer::NotFound);
}

#[test]
fn c038_a_failing_restart_child_keeps_the_specification() {
    let mut bench = Bench::new(OneForOne, "child1").up();
    bench.terminate("child1");
    bench.failing("child1", 1);
    let call = bench.restart("child1");
    assert_eq!(bench.answer(call), Answer::StartFailed);
    assert_eq!(bench.which(), "child1-");
    assert_eq!(bench.status("child1"), Status::Down);
    assert_eq!(bench.planner.recent_restarts(bench.now()), 0);
}

#[test]
fn c040_which_children_lists_the_newest_first() {
    let mut bench = Bench::new(OneForOne, "").up();
    bench.add("child1");
    bench.add("child2");
    assert_eq!(bench.which(), "child2+ child1+");
    bench.terminate("child1");
    assert_eq!(bench.which(), "child2+ child1-");
    bench.delete("child1");
    assert_eq!(bench.which(), "child2+");
    // The next child takes its slot, but not its place.
    bench.add("child3");
    assert_eq!(bench.which(), "child3+ child2+");
}

#[test]
fn c053_c055_a_temporary_child_that_ended_leaves_its_name_free() {
    let mut bench = Bench::new(OneForOne, "child1:temporary").up();
    bench.finish("child1");
    let call = bench.add("child1:temporary");
    assert_eq!(bench.answer(call), Answer::Started);
    let call = bench.terminate("child1");
    assert_eq!(bench.answer(call), Answer::Done);
    assert_eq!(bench.which(), "", "terminated, and so deleted");
}

#[test]
fn a_child_about_to_be_restarted_can_neither_be_restarted_nor_deleted() {
    let mut bench = Bench::new(OneForOne, "a").up();
    bench.failing("a", 1);
    bench.hold_retries = true;
    bench.crash("a");
    let (restart, delete) = (bench.restart("a"), bench.delete("a"));
    assert_eq!(bench.answer(restart), Answer::Restarting);
    assert_eq!(bench.answer(delete), Answer::Restarting);
}

#[test]
fn terminate_absorbs_a_death_that_waits_behind_it() {
    let mut bench = Bench::new(OneForOne, "a b").up();
    bench.hold("a");
    bench.crash("a");
    let call = bench.terminate("b");
    bench.crash("b");
    bench.log();
    bench.started("a");
    assert_eq!(bench.answer(call), Answer::Done);
    assert_eq!(bench.log(), "", "neither stopped nor started");
    assert_eq!(bench.which(), "b- a+");
    assert_eq!(bench.reports(), "terminated a");
}

#[test]
fn calls_see_the_state_of_their_turn() {
    let mut bench = Bench::new(OneForOne, "a b:temporary").up();
    bench.hold("a");
    bench.crash("a");
    bench.crash("b");
    let call = bench.terminate("b");
    let add = bench.add("b:temporary");
    let again = bench.add("b");
    bench.started("a");
    assert_eq!(bench.answer(call), Answer::NotFound);
    assert_eq!(bench.answer(add), Answer::Started);
    assert_eq!(bench.answer(again), Answer::AlreadyStarted);
}

#[test]
fn a_dead_child_still_counts_as_running_until_its_exit_is_dealt_with() {
    let mut bench = Bench::new(OneForOne, "a b:transient").up();
    bench.hold("a");
    bench.crash("a");
    let (restart, delete, add) = (bench.restart("b"), bench.delete("b"), bench.add("b"));
    bench.finish("b");
    bench.started("a");
    assert_eq!(bench.answer(restart), Answer::Running);
    assert_eq!(bench.answer(delete), Answer::Running);
    assert_eq!(bench.answer(add), Answer::AlreadyStarted);
    assert_eq!(bench.which(), "b- a+");
}

#[test]
fn a_child_that_waits_for_its_pivot_can_be_administered() {
    let mut bench = Bench::new(RestForOne, "a b c d").up();
    bench.failing("a", 1);
    bench.hold_retries = true;
    bench.crash("a");
    assert_eq!(bench.which(), "d- c- b- a~");
    bench.failing("b", 1);
    let b = bench.restart("b");
    let c = bench.delete("c");
    let d = bench.terminate("d");
    assert_eq!(bench.answer(b), Answer::StartFailed);
    assert_eq!(bench.status("b"), Status::Waiting, "a still covers it");
    assert_eq!(bench.answer(c), Answer::Done);
    assert_eq!(bench.answer(d), Answer::Done);
    assert_eq!(bench.status("d"), Status::Down);
    bench.retry();
    assert_eq!(bench.which(), "d+ b+ a+");
}

#[test]
fn a_look_needs_no_answer_of_the_planner() {
    let mut bench = Bench::new(OneForAll, "a").up();
    let call = bench.look();
    assert_eq!(bench.answer(call), Answer::NotFound);
    assert!(bench.planner.is_quiet());
}

#[test]
fn shrinking_at_rest_loses_nothing() {
    let mut bench = Bench::new(OneForOne, "a").intensity(1, 5).up();
    bench.add("b:temporary");
    bench.add("c");
    bench.finish("b");
    bench.crash("a");
    let now = bench.now();
    bench.planner.shrink(now);
    assert_eq!(bench.which(), "c+ a+");
    assert_eq!(bench.planner.recent_restarts(now), 1);
    bench.send(Event::Stop);
    assert_eq!(bench.log().split(", ").last(), Some("end"));
}

#[test]
fn who_has_not_begun_has_nothing_under_way() {
    assert!(Bench::new(OneForOne, "a").planner.is_quiet());
}
