//! The end of a supervisor.

use std::mem::size_of;

use super::super::{Action, Answer, CallId, End, Event, Exit, Planner, Request, Status, Strategy};
use super::bench::Bench;

use Strategy::{OneForAll, OneForOne, RestForOne};

#[test]
fn c072_children_stop_in_reverse_one_after_the_other() {
    for strategy in [OneForOne, RestForOne, OneForAll] {
        let mut bench = Bench::new(strategy, "a b c d e").up();
        bench.hold("c");
        bench.send(Event::Stop);
        assert_eq!(bench.log(), "stop e, stop d, stop c");
        bench.finish("c");
        assert_eq!(bench.log(), "stop b, stop a, end");
        assert_eq!(bench.ended, Some(End::Stopped));
    }
}

#[test]
fn c094_children_that_end_by_themselves_during_the_stop_are_not_restarted() {
    let mut bench = Bench::new(OneForOne, "a b:transient c:temporary d").up();
    bench.hold("d");
    bench.send(Event::Stop);
    bench.crash("a");
    bench.finish("b");
    bench.crash("c");
    assert_eq!(bench.log(), "stop d");
    bench.crash("d");
    assert_eq!(bench.log(), "end");
    assert_eq!(bench.reports(), "");
}

#[test]
fn a_stop_during_a_start_cancels_it_and_then_stops_the_others() {
    let mut bench = Bench::new(OneForAll, "a b c");
    bench.hold("c");
    bench.send(Event::Begin);
    bench.send(Event::Stop);
    assert_eq!(bench.log(), "start a, start b, start c, cancel c");
    bench.start_failed("c");
    assert_eq!(bench.log(), "stop b, stop a, end");
    assert_eq!(bench.ended, Some(End::Stopped));
}

#[test]
fn a_start_that_succeeds_as_it_is_cancelled_is_stopped() {
    let mut bench = Bench::new(OneForOne, "a b c").up();
    bench.hold("b");
    bench.crash("b");
    bench.send(Event::Stop);
    assert_eq!(bench.log(), "start b, cancel b");
    bench.started("b");
    assert_eq!(bench.log(), "stop c, stop b");
    bench.finish("b");
    assert_eq!(bench.log(), "stop a, end");
}

#[test]
fn a_stop_during_a_round_lets_the_stop_under_way_finish() {
    let mut bench = Bench::new(OneForAll, "a b c").up();
    bench.hold("b");
    bench.crash("a");
    assert_eq!(bench.log(), "stop c, stop b");
    bench.send(Event::Stop);
    assert_eq!(bench.log(), "");
    bench.finish("b");
    assert_eq!(bench.log(), "end");
    assert_eq!(bench.ended, Some(End::Stopped));
}

#[test]
fn a_stop_between_retries_ends_them() {
    let mut bench = Bench::new(RestForOne, "a b c").up();
    bench.failing("b", 1);
    bench.hold_retries = true;
    bench.crash("b");
    bench.log();
    bench.send(Event::Stop);
    bench.retry();
    assert_eq!(bench.log(), "stop a, end");
    assert_eq!(bench.status("c"), Status::Down);
}

#[test]
fn a_stop_before_the_beginning_is_the_end() {
    let mut bench = Bench::new(OneForOne, "a");
    bench.send(Event::Stop);
    bench.send(Event::Begin);
    assert_eq!(bench.log(), "end");
}

#[test]
fn a_second_stop_changes_nothing() {
    let mut bench = Bench::new(OneForOne, "a").intensity(0, 1).up();
    bench.add("b");
    bench.hold("b");
    bench.crash("a");
    bench.send(Event::Stop);
    bench.finish("b");
    bench.send(Event::Stop);
    assert_eq!(bench.ended, Some(End::TooManyRestarts));
}

#[test]
fn c037_whoever_waits_when_the_supervisor_ends_is_answered() {
    let mut bench = Bench::new(OneForOne, "a b").up();
    bench.hold("a");
    let first = bench.terminate("a");
    let second = bench.restart("b");
    bench.send(Event::Stop);
    assert_eq!(bench.answer(second), Answer::Ending);
    let third = bench.terminate("b");
    assert_eq!(bench.answer(third), Answer::Ending);
    bench.finish("a");
    assert_eq!(
        bench.answer(first),
        Answer::Done,
        "it was stopped, as asked"
    );
    let fourth = bench.terminate("b");
    assert_eq!(bench.answer(fourth), Answer::Ending);
}

#[test]
fn a_stop_during_start_child_answers_its_caller() {
    let mut bench = Bench::new(OneForOne, "a").up();
    bench.hold("b");
    let call = bench.add("b");
    bench.send(Event::Stop);
    assert_eq!(bench.answer(call), Answer::Ending);
    bench.start_failed("b");
    assert_eq!(bench.log(), "start b, cancel b, stop a, end");
}

#[test]
fn a_stop_while_a_caller_is_asked_answers_it() {
    let mut bench = Bench::new(OneForOne, "a").up();
    let now = bench.moment();
    let call = CallId(7);
    let actions = bench.planner.on(Event::Call(call), now);
    assert_eq!(actions[..], [Action::Serve(call)]);
    let actions = bench.planner.on(Event::Stop, now);
    assert_eq!(actions[0], Action::Reply(call, Answer::Ending));
    let late = bench.planner.on(Event::Request(Request::Nothing), now);
    assert!(late.is_empty());
}

#[test]
fn a_kill_kills_all_at_once_and_waits_for_them() {
    let mut bench = Bench::new(OneForOne, "a b:transient c d").up();
    bench.finish("b");
    bench.send(Event::Kill);
    assert_eq!(bench.log(), "kill d, kill c, kill a");
    for name in ["c", "a", "d"] {
        assert_eq!(bench.ended, None);
        bench.crash(name);
    }
    assert_eq!(bench.ended, Some(End::Killed));
}

#[test]
fn a_kill_overtakes_a_stop_and_a_start() {
    let mut bench = Bench::new(OneForOne, "a b").up();
    bench.hold("b");
    bench.send(Event::Stop);
    bench.send(Event::Kill);
    assert_eq!(bench.log(), "stop b, kill b, kill a");
    bench.crash("a");
    bench.crash("b");
    assert_eq!(bench.ended, Some(End::Killed));

    let mut bench = Bench::new(OneForOne, "a b").up();
    bench.hold("a");
    bench.crash("a");
    bench.send(Event::Kill);
    assert_eq!(bench.log(), "start a, kill b, kill a");
    // It came up just before the kill reached it.
    bench.started("a");
    bench.crash("b");
    assert_eq!(bench.ended, None);
    bench.crash("a");
    assert_eq!(bench.ended, Some(End::Killed));
}

#[test]
fn a_kill_without_children_is_the_end() {
    let mut bench = Bench::new(OneForOne, "a:temporary").up();
    bench.exit("a", Exit::Clean);
    bench.send(Event::Kill);
    assert_eq!(bench.ended, Some(End::Killed));
}

#[test]
fn a_planner_at_rest_is_small() {
    assert!(size_of::<Planner>() <= 160, "{}", size_of::<Planner>());
    assert!(size_of::<Action>() <= 24, "{}", size_of::<Action>());
}
