//! Significant children and the automatic shutdown.

use super::super::{AutoShutdown, End, Exit, Strategy};
use super::bench::Bench;

use Strategy::{OneForAll, OneForOne};

#[test]
fn c124_c125_insignificant_ends_never_end_the_supervisor() {
    use AutoShutdown::{AllSignificant, AnySignificant, Never};
    for auto_shutdown in [Never, AnySignificant, AllSignificant] {
        for restart in ["temporary", "transient"] {
            for exit in [Exit::Clean, Exit::Failed] {
                let mut bench = Bench::new(OneForOne, &format!("a:{restart} b"))
                    .auto_shutdown(auto_shutdown)
                    .up();
                bench.exit("a", exit);
                bench.terminate("b");
                assert_eq!(bench.ended, None);
            }
        }
    }
}

#[test]
fn c127_any_significant_temporary_child_ends_the_supervisor() {
    for exit in [Exit::Clean, Exit::Failed] {
        let mut bench = Bench::new(OneForOne, "a:temporary* b:temporary* c:temporary")
            .auto_shutdown(AutoShutdown::AnySignificant)
            .up();
        bench.exit("a", exit);
        assert_eq!(bench.log(), "stop c, stop b, end");
        assert_eq!(bench.ended, Some(End::AutoShutdown));
    }
}

#[test]
fn c129_a_significant_transient_child_that_fails_is_restarted() {
    let mut bench = Bench::new(OneForOne, "a:transient*")
        .auto_shutdown(AutoShutdown::AnySignificant)
        .up();
    bench.crash("a");
    bench.crash("a");
    assert_eq!(bench.which(), "a+");
    bench.finish("a");
    assert_eq!(bench.ended, Some(End::AutoShutdown));
}

#[test]
fn c131_all_significant_waits_for_the_last() {
    let mut bench = Bench::new(OneForOne, "a:transient* b:transient* c")
        .auto_shutdown(AutoShutdown::AllSignificant)
        .up();
    bench.finish("a");
    assert_eq!(bench.ended, None);
    bench.finish("b");
    assert_eq!(bench.log(), "stop c, end");
    assert_eq!(bench.ended, Some(End::AutoShutdown));
}

#[test]
fn a_significant_child_about_to_be_restarted_counts_as_active() {
    let mut bench = Bench::new(OneForOne, "a:transient* b:transient*")
        .auto_shutdown(AutoShutdown::AllSignificant)
        .up();
    bench.failing("a", 1);
    bench.hold_retries = true;
    bench.crash("a");
    bench.finish("b");
    assert_eq!(bench.ended, None);
    bench.retry();
    bench.finish("a");
    assert_eq!(bench.ended, Some(End::AutoShutdown));
}

#[test]
fn c136_terminated_first_then_the_last_ends_by_itself() {
    let mut bench = Bench::new(OneForOne, "a:transient* b:transient*")
        .auto_shutdown(AutoShutdown::AllSignificant)
        .up();
    bench.terminate("a");
    assert_eq!(bench.ended, None);
    bench.finish("b");
    assert_eq!(bench.ended, Some(End::AutoShutdown));
}

#[test]
fn the_last_significant_child_terminated_by_a_caller_ends_nothing() {
    let mut bench = Bench::new(OneForOne, "a:transient* b:transient*")
        .auto_shutdown(AutoShutdown::AllSignificant)
        .up();
    bench.finish("b");
    bench.terminate("a");
    assert_eq!(bench.ended, None);
}

#[test]
fn a_significant_sibling_stopped_by_a_round_ends_nothing() {
    let mut bench = Bench::new(OneForAll, "a b:temporary* c:transient*")
        .auto_shutdown(AutoShutdown::AnySignificant)
        .up();
    bench.hold("c");
    bench.crash("a");
    bench.finish("b");
    bench.finish("c");
    bench.started("c");
    assert_eq!(bench.which(), "c+ a+");
}
