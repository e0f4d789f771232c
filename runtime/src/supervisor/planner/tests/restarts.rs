//! First start, exits, rounds, failing restarts.

use super::super::{Answer, End, Event, Exit, Status, Strategy};
use super::bench::Bench;

use Strategy::{OneForAll, OneForOne, RestForOne};

const STRATEGIES: [Strategy; 3] = [OneForOne, RestForOne, OneForAll];

#[test]
fn c008_children_start_in_the_order_of_declaration() {
    for strategy in STRATEGIES {
        let mut bench = Bench::new(strategy, "ch7 ch3 ch10 ch2 ch5");
        bench.send(Event::Begin);
        assert_eq!(
            bench.log(),
            "start ch7, start ch3, start ch10, start ch2, start ch5, up"
        );
    }
}

#[test]
fn c009_a_failing_first_start_stops_the_earlier_ones_in_reverse() {
    for strategy in STRATEGIES {
        let mut bench = Bench::new(strategy, "a b c d");
        bench.failing("c", 1);
        bench.send(Event::Begin);
        assert_eq!(
            bench.log(),
            "start a, start b, start c, stop b, stop a, end"
        );
        assert_eq!(bench.reports(), "start_error c");
        assert_eq!(bench.ended, Some(End::StartFailed(bench.latest("c"))));
    }
}

#[test]
fn c001_no_children_is_fine() {
    let mut bench = Bench::new(OneForOne, "").up();
    bench.send(Event::Stop);
    assert_eq!(bench.log(), "end");
    assert_eq!(bench.ended, Some(End::Stopped));
}

#[test]
fn a_child_that_ignores_at_the_first_start_is_kept_unless_temporary() {
    let mut bench = Bench::new(OneForOne, "a b:temporary c:transient d");
    for name in ["a", "b", "c"] {
        bench.ignoring(name);
    }
    let bench = bench.up();
    assert_eq!(bench.which(), "d+ c- a-");
}

#[test]
fn an_exit_during_the_first_start_waits_until_all_have_started() {
    let mut bench = Bench::new(OneForOne, "a b c");
    bench.hold("b");
    bench.send(Event::Begin);
    bench.crash("a");
    assert_eq!(bench.log(), "start a, start b");
    bench.started("b");
    assert_eq!(bench.log(), "start c, up, start a");
}

/// Restart type, how it ended, what is left, whether it is reported.
#[test]
fn c046_to_c053_restart_types() {
    let cases = [
        ("permanent", Exit::Clean, "c+", "terminated c"),
        ("permanent", Exit::Failed, "c+", "terminated c"),
        ("transient", Exit::Clean, "c-", ""),
        ("transient", Exit::Failed, "c+", "terminated c"),
        ("temporary", Exit::Clean, "", ""),
        ("temporary", Exit::Failed, "", "terminated c"),
    ];
    for strategy in STRATEGIES {
        for (restart, exit, left, report) in cases {
            let mut bench = Bench::new(strategy, &format!("c:{restart}")).up();
            let before = bench.latest("c");
            bench.exit("c", exit);
            assert_eq!(bench.which(), left, "{strategy:?} {restart} {exit:?}");
            assert_eq!(bench.reports(), report, "{strategy:?} {restart} {exit:?}");
            if left == "c+" {
                assert_ne!(bench.latest("c"), before);
            }
        }
    }
}

#[test]
fn c057_one_for_one_restarts_only_the_child_that_failed() {
    let mut bench = Bench::new(OneForOne, "a b c").up();
    bench.crash("b");
    assert_eq!(bench.log(), "start b");
}

/// Five children, b temporary, d transient: the table of the reference.
#[test]
fn c058_c060_what_a_restart_covers() {
    let cases = [
        (OneForOne, "start c", "e+ d+ c+ b+ a+"),
        (
            RestForOne,
            "stop e, stop d, start c, start d, start e",
            "e+ d+ c+ b+ a+",
        ),
        (
            OneForAll,
            "stop e, stop d, stop b, stop a, start a, start c, start d, start e",
            "e+ d+ c+ a+",
        ),
    ];
    for (strategy, log, which) in cases {
        let mut bench = Bench::new(strategy, "a b:temporary c d:transient e").up();
        bench.crash("c");
        assert_eq!(bench.log(), log);
        assert_eq!(bench.which(), which);
    }
}

#[test]
fn c062_rest_for_one_covers_only_those_started_later() {
    let mut bench = Bench::new(RestForOne, "a b c").up();
    bench.crash("a");
    assert_eq!(bench.log(), "stop c, stop b, start a, start b, start c");
    bench.crash("c");
    assert_eq!(bench.log(), "start c");
}

#[test]
fn c064_a_group_restart_starts_every_child_in_range() {
    for strategy in [RestForOne, OneForAll] {
        let mut bench = Bench::new(strategy, "a b:transient c").up();
        bench.finish("b");
        bench.terminate("c");
        assert_eq!(bench.which(), "c- b- a+");
        bench.log();
        bench.crash("a");
        assert_eq!(bench.log(), "start a, start b, start c");
        assert_eq!(bench.which(), "c+ b+ a+");
    }
}

#[test]
fn a_group_restart_brings_back_no_deleted_child() {
    let mut bench = Bench::new(OneForAll, "a b c:temporary").up();
    bench.terminate("b");
    bench.delete("b");
    bench.finish("c");
    bench.log();
    bench.crash("a");
    assert_eq!(bench.log(), "start a");
    assert_eq!(bench.which(), "a+");
}

#[test]
fn c068_the_failing_start_is_the_new_pivot_and_one_for_all_starts_again() {
    let mut bench = Bench::new(OneForAll, "a b c").up();
    bench.failing("b", 1);
    bench.crash("a");
    assert_eq!(
        bench.log(),
        "stop c, stop b, start a, start b, stop a, start a, start b, start c"
    );
    assert_eq!(bench.reports(), "terminated a, start_error b");
    assert_eq!(bench.planner.recent_restarts(bench.now()), 2);
}

#[test]
fn a_failing_start_in_rest_for_one_leaves_earlier_ones_alone() {
    let mut bench = Bench::new(RestForOne, "a b c").up();
    bench.failing("b", 1);
    bench.crash("a");
    assert_eq!(
        bench.log(),
        "stop c, stop b, start a, start b, start b, start c"
    );
}

#[test]
fn c070_two_deaths_in_one_for_all_cost_one_restart() {
    let mut bench = Bench::new(OneForAll, "a b c").intensity(1, 10).up();
    bench.hold("b");
    bench.crash("a");
    assert_eq!(bench.log(), "stop c, stop b");
    // Both die while the supervisor is busy: one as it is stopped, one before its turn.
    let again = bench.latest("c");
    bench.send(Event::Exited(again, Exit::Failed));
    bench.crash("b");
    assert_eq!(bench.log(), "start a, start b");
    bench.started("b");
    assert_eq!(bench.which(), "c+ b+ a+");
    assert_eq!(bench.ended, None);
}

#[test]
fn c070_a_death_before_its_stop_is_absorbed() {
    let mut bench = Bench::new(OneForAll, "a b c").intensity(1, 10).up();
    bench.hold("c");
    bench.crash("b");
    assert_eq!(bench.log(), "stop c");
    bench.crash("a");
    bench.finish("c");
    assert_eq!(bench.log(), "start a, start b, start c");
    bench.started("c");
    assert_eq!(bench.which(), "c+ b+ a+");
    assert_eq!(bench.planner.recent_restarts(bench.now()), 1);
    assert_eq!(bench.reports(), "terminated b");
}

#[test]
fn two_deaths_in_one_for_one_cost_two() {
    let mut bench = Bench::new(OneForOne, "a b c").intensity(1, 10).up();
    bench.hold("a");
    bench.crash("a");
    bench.crash("c");
    bench.started("a");
    bench.finish("a");
    assert_eq!(bench.ended, Some(End::TooManyRestarts));
}

#[test]
fn two_deaths_in_rest_for_one_cost_what_their_order_says() {
    // The later child first: its restart is one, the earlier one's another.
    let mut bench = Bench::new(RestForOne, "a b").up();
    bench.hold("b");
    bench.crash("b");
    bench.crash("a");
    bench.started("b");
    assert_eq!(bench.log(), "start b, stop b");
    assert_eq!(bench.planner.recent_restarts(bench.now()), 2);
    // The earlier one first: the other is covered.
    let mut bench = Bench::new(RestForOne, "a b c").up();
    bench.hold("c");
    bench.crash("a");
    bench.crash("b");
    bench.finish("c");
    assert_eq!(bench.planner.recent_restarts(bench.now()), 1);
    assert_eq!(bench.log(), "stop c, start a, start b, start c");
}

#[test]
fn a_child_that_dies_after_its_start_in_a_round_costs_another_restart() {
    let mut bench = Bench::new(OneForAll, "a b").up();
    bench.hold("b");
    bench.crash("b");
    assert_eq!(bench.log(), "stop a, start a, start b");
    bench.crash("a");
    bench.started("b");
    assert_eq!(bench.log(), "stop b");
    assert_eq!(bench.planner.recent_restarts(bench.now()), 2);
}

#[test]
fn c073_children_added_at_run_time_stand_at_the_end() {
    let mut bench = Bench::new(OneForAll, "a b").up();
    bench.add("c");
    bench.log();
    bench.crash("a");
    assert_eq!(bench.log(), "stop c, stop b, start a, start b, start c");
}

#[test]
fn c074_the_limiter_belongs_to_the_supervisor() {
    let mut bench = Bench::new(OneForOne, "a b").intensity(2, 3600).up();
    bench.crash("a");
    bench.crash("b");
    assert_eq!(bench.ended, None);
    bench.log();
    bench.crash("a");
    assert_eq!(bench.log(), "stop b, end");
    assert_eq!(
        bench.reports(),
        "terminated a, terminated b, terminated a, too_many a"
    );
    assert_eq!(bench.ended, Some(End::TooManyRestarts));
}

#[test]
fn c076_intensity_zero_ends_at_the_first_failure() {
    for strategy in STRATEGIES {
        let mut bench = Bench::new(strategy, "a b").intensity(0, 5).up();
        bench.crash("a");
        assert_eq!(bench.log(), "stop b, end");
        assert_eq!(bench.ended, Some(End::TooManyRestarts));
    }
}

#[test]
fn c077_failures_further_apart_than_the_period_never_add_up() {
    let mut bench = Bench::new(OneForOne, "a").intensity(1, 1).up();
    for round in 0..4 {
        bench.at(round * 2100);
        bench.crash("a");
    }
    assert_eq!(bench.which(), "a+");
}

/// An intensity of n allows exactly n attempts of a start that always fails.
#[test]
fn c079_c081_c082_escalation() {
    let cases = [
        (OneForOne, "a", 4, "stop b"),
        (OneForAll, "b", 4, "stop a"),
        (RestForOne, "b", 4, "stop a"),
    ];
    for (strategy, broken, attempts, stops) in cases {
        let mut bench = Bench::new(strategy, "a b").intensity(4, 3600).up();
        bench.failing(broken, 100);
        bench.crash("a");
        let log = bench.log();
        assert_eq!(log.matches(&format!("start {broken}")).count(), attempts);
        assert!(log.ends_with(&format!("{stops}, end")), "{log}");
        assert_eq!(bench.ended, Some(End::TooManyRestarts));
    }
}

#[test]
fn c084_terminate_ends_the_retries() {
    let mut bench = Bench::new(OneForOne, "a b").up();
    bench.failing("a", 2);
    bench.hold_retries = true;
    bench.crash("a");
    bench.retry();
    assert_eq!(bench.which(), "b+ a~");
    let call = bench.terminate("a");
    assert_eq!(bench.answer(call), Answer::Done);
    assert_eq!(bench.status("a"), Status::Down);
    bench.log();
    bench.retry();
    assert_eq!(bench.log(), "");
    assert_eq!(bench.which(), "b+ a-");
    let call = bench.restart("a");
    assert_eq!(bench.answer(call), Answer::Started);
    assert_eq!(bench.which(), "b+ a+");
}

#[test]
fn calls_are_served_between_retries() {
    let mut bench = Bench::new(OneForOne, "a b").up();
    bench.hold("a");
    bench.crash("a");
    let call = bench.terminate("b");
    assert_eq!(bench.log(), "start a");
    bench.start_failed("a");
    // The call came before the retry.
    assert_eq!(bench.answer(call), Answer::Done);
    assert_eq!(bench.log(), "stop b, start a");
}

#[test]
fn c086_rest_for_one_with_a_failing_pivot() {
    let mut bench = Bench::new(RestForOne, "child1 child2 child3").up();
    let before = bench.latest("child1");
    bench.failing("child2", 1);
    bench.hold_retries = true;
    bench.crash("child2");
    assert_eq!(bench.which(), "child3- child2~ child1+");
    assert_eq!(bench.latest("child1"), before);
    assert_eq!(bench.status("child3"), Status::Waiting, "it is coming back");
    let active = bench.planner.children().filter(|(_, s)| s.is_active());
    assert_eq!(active.count(), 1);
    bench.retry();
    assert_eq!(bench.which(), "child3+ child2+ child1+");
}

#[test]
fn terminating_a_failing_pivot_leaves_the_later_ones_down() {
    let mut bench = Bench::new(RestForOne, "a b c").up();
    bench.failing("b", 1);
    bench.hold_retries = true;
    bench.crash("b");
    bench.terminate("b");
    assert_eq!(bench.which(), "c- b- a+");
    assert_eq!(bench.status("c"), Status::Down);
    bench.retry();
    assert_eq!(bench.which(), "c- b- a+");
    // As after any failure of an earlier one.
    bench.crash("a");
    assert_eq!(bench.which(), "c+ b+ a+");
}

#[test]
fn a_pivot_that_another_round_started_is_not_tried_again() {
    let mut bench = Bench::new(RestForOne, "a b c").up();
    bench.failing("b", 1);
    bench.hold_retries = true;
    bench.crash("b");
    bench.log();
    bench.crash("a");
    assert_eq!(bench.log(), "start a, start b, start c");
    bench.retry();
    assert_eq!(bench.log(), "");
    assert_eq!(bench.planner.recent_restarts(bench.now()), 2);
}

#[test]
fn two_pivots_at_once_in_rest_for_one() {
    let mut bench = Bench::new(RestForOne, "a b c d").up();
    bench.failing("b", 1);
    bench.hold_retries = true;
    bench.crash("b");
    bench.restart("c");
    bench.failing("c", 1);
    bench.crash("c");
    assert_eq!(bench.which(), "d- c~ b~ a+");
    // c still covers d, so d is not given up with b.
    bench.terminate("b");
    assert_eq!(bench.status("d"), Status::Waiting);
    bench.retry();
    assert_eq!(bench.which(), "d+ c+ b- a+");
}

#[test]
fn a_child_between_two_pivots_is_given_up_with_the_first() {
    let mut bench = Bench::new(RestForOne, "a b c d e").up();
    bench.failing("b", 1);
    bench.hold_retries = true;
    bench.crash("b");
    bench.restart("d");
    bench.failing("d", 1);
    bench.crash("d");
    assert_eq!(bench.which(), "e- d~ c- b~ a+");
    bench.terminate("b");
    assert_eq!(bench.status("c"), Status::Down);
    assert_eq!(bench.status("e"), Status::Waiting);
}

#[test]
fn a_restart_that_is_ignored_keeps_the_child_without_a_process() {
    for strategy in STRATEGIES {
        let mut bench = Bench::new(strategy, "a b").up();
        bench.ignoring("a");
        bench.crash("a");
        assert_eq!(bench.which(), "b+ a-");
        assert_eq!(bench.status("a"), Status::Down);
    }
}

#[test]
fn news_of_earlier_incarnations_is_ignored() {
    let mut bench = Bench::new(OneForOne, "a").up();
    let first = bench.latest("a");
    bench.crash("a");
    bench.log();
    for event in [
        Event::Exited(first, Exit::Failed),
        Event::Started(first),
        Event::StartFailed(first),
        Event::Ignored(first),
        Event::Retry(first),
        Event::Started(bench.latest("a")),
        Event::Begin,
    ] {
        bench.send(event);
        assert_eq!(bench.log(), "", "{event:?}");
    }
    assert_eq!(bench.which(), "a+");
}
