//! Children with a back-off: when they are started again, and what happens meanwhile.

use super::super::{Answer, End, Status, Strategy::*};
use super::bench::Bench;

#[test]
fn each_pause_is_longer_up_to_the_longest() {
    let mut bench = Bench::new(OneForOne, "a b")
        .intensity(9, 10)
        .back_off("a", 300)
        .up();
    for pause in [300, 600, 1_000, 1_000] {
        bench.crash("a");
        assert_eq!(bench.log(), format!("in {pause} ms a"));
        assert_eq!(bench.which(), "b+ a~");
        bench.retry();
        assert_eq!(bench.log(), "start a");
    }
}

#[test]
fn a_start_that_fails_pauses_too() {
    let mut bench = Bench::new(OneForOne, "a b").back_off("a", 300).up();
    bench.failing("a", 1);
    bench.crash("a");
    bench.retry();
    assert_eq!(bench.log(), "in 300 ms a, start a, in 600 ms a");
    bench.retry();
    assert_eq!(bench.log(), "start a");
    assert_eq!(bench.reports(), "terminated a, start_error a");
}

#[test]
fn after_a_run_longer_than_the_period_it_begins_anew() {
    let mut bench = Bench::new(OneForOne, "a").back_off("a", 300).up();
    bench.crash("a");
    bench.retry();
    bench.at(10_000);
    bench.crash("a");
    bench.retry();
    assert_eq!(bench.log(), "in 300 ms a, start a, in 600 ms a, start a");
    bench.at(20_001);
    bench.crash("a");
    assert_eq!(bench.log(), "in 300 ms a");
}

#[test]
fn a_pause_that_has_become_hopeless_is_not_waited_out() {
    let mut bench = Bench::new(OneForOne, "a b c")
        .intensity(2, 10)
        .back_off("a", 300)
        .up();
    bench.crash("a");
    bench.crash("b");
    assert_eq!(bench.log(), "in 300 ms a, start b");
    // The second of two restarts: there is none left for a.
    bench.crash("c");
    assert_eq!(bench.ended, Some(End::TooManyRestarts));
    assert_eq!(bench.log(), "stop b, end");
}

#[test]
fn a_pause_at_whose_end_there_is_room_again_goes_on() {
    let mut bench = Bench::new(OneForOne, "a b")
        .intensity(1, 0)
        .back_off("a", 300)
        .up();
    bench.crash("a");
    bench.crash("b");
    bench.at(300);
    bench.retry();
    assert_eq!(bench.log(), "in 300 ms a, start b, start a");
}

#[test]
fn others_have_no_pause() {
    let mut bench = Bench::new(OneForOne, "a b").back_off("a", 300).up();
    bench.crash("b");
    bench.retry();
    assert_eq!(bench.log(), "start b");
}

#[test]
fn what_a_restart_covers_is_stopped_before_the_pause() {
    let mut bench = Bench::new(RestForOne, "a b c d:temporary")
        .back_off("b", 300)
        .up();
    bench.crash("b");
    assert_eq!(bench.log(), "stop d, stop c, in 300 ms b");
    assert_eq!(bench.which(), "c- b~ a+");
    bench.retry();
    assert_eq!(bench.log(), "start b, start c");

    let mut bench = Bench::new(OneForAll, "a b c").back_off("b", 300).up();
    bench.crash("b");
    assert_eq!(bench.log(), "stop c, stop a, in 300 ms b");
    bench.retry();
    assert_eq!(bench.log(), "start a, start b, start c");
}

#[test]
fn a_round_that_covers_it_does_not_wait_for_it() {
    let mut bench = Bench::new(RestForOne, "a b c").back_off("b", 300).up();
    bench.crash("b");
    bench.log();
    bench.crash("a");
    assert_eq!(bench.log(), "start a, start b, start c");
    bench.retry();
    assert_eq!(bench.log(), "", "its time is nobody's any more");
}

#[test]
fn requests_are_served_in_a_pause() {
    let mut bench = Bench::new(OneForOne, "a b").back_off("a", 300).up();
    bench.crash("a");
    let refused = bench.restart("a");
    assert_eq!(bench.answer(refused), Answer::Restarting);
    let done = bench.terminate("b");
    assert_eq!(bench.answer(done), Answer::Done);
    assert_eq!(bench.log(), "in 300 ms a, stop b");
}

#[test]
fn terminate_child_ends_the_pause_and_a_start_by_name_begins_anew() {
    let mut bench = Bench::new(RestForOne, "a b c").back_off("b", 300).up();
    bench.crash("b");
    bench.log();
    let done = bench.terminate("b");
    assert_eq!(bench.answer(done), Answer::Done);
    assert_eq!(bench.status("c"), Status::Down, "nobody starts it now");
    bench.retry();
    assert_eq!(bench.log(), "");
    bench.restart("b");
    bench.crash("b");
    assert_eq!(bench.log(), "start b, in 300 ms b");
}

#[test]
fn a_stop_ends_the_pause() {
    let mut bench = Bench::new(OneForOne, "a b").back_off("b", 300).up();
    bench.crash("b");
    bench.log();
    bench.send(super::super::Event::Stop);
    bench.retry();
    assert_eq!(bench.log(), "stop a, end");
    assert_eq!(bench.ended, Some(End::Stopped));
}

#[test]
fn nobody_waits_for_a_restart_that_would_be_one_too_many() {
    let mut bench = Bench::new(OneForOne, "a b")
        .intensity(1, 10)
        .back_off("a", 300)
        .up();
    bench.crash("a");
    bench.retry();
    bench.at(9_000);
    bench.crash("a");
    assert_eq!(bench.log(), "in 300 ms a, start a, stop b, end");
    assert_eq!(bench.reports(), "terminated a, terminated a, too_many a");

    // One that counts no more by then does not.
    let mut bench = Bench::new(OneForOne, "a b")
        .intensity(1, 10)
        .back_off("a", 300)
        .up();
    bench.crash("a");
    bench.retry();
    bench.at(9_500);
    bench.crash("a");
    assert_eq!(bench.log(), "in 300 ms a, start a, in 600 ms a");
    bench.at(10_100);
    bench.retry();
    assert_eq!(bench.log(), "start a");
}

#[test]
fn a_restart_counts_when_it_is_made() {
    let mut bench = Bench::new(OneForOne, "a b")
        .intensity(1, 10)
        .back_off("a", 300)
        .up();
    bench.at(9_800);
    bench.crash("a");
    assert_eq!(bench.log(), "in 300 ms a");
    bench.at(10_100);
    bench.retry();
    bench.at(20_100);
    bench.crash("b");
    assert_eq!(bench.log(), "start a, stop a, end");
}
