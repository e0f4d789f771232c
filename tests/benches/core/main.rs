//! What the runtime costs: memory, start, calls, casts, restart, wake and end of small actors, each beside the
//! same program on a raw tokio task with an unbounded channel and a oneshot.
//!
//! `cargo bench --bench core`, or `-- call cast --quick` for some of it, sooner. See `docs/benchmarks.md`.

#[path = "../common/mod.rs"]
mod common;

mod actors;
mod call;
mod cast;
mod doze;
mod end;
mod idle;
mod raw;
mod restart;
mod spawn;
mod wake;

use common::Failure;
use common::args::Args;
use common::suite::Suite;

fn main() -> Result<(), Failure> {
    let args = Args::read();
    match args.child.as_deref() {
        Some("idle") => return idle::child(),
        Some("spawn") => return spawn::child(&args),
        Some("doze") => return doze::child(),
        Some("explosion") => return end::child(),
        Some("wake 1") => return wake::child(&args, 1),
        Some("wake 2") => return wake::child(&args, 2),
        Some(other) => return Err(format!("there is no workload {other}").into()),
        None => {}
    }
    let suite = Suite::begin(args, "raw tokio");
    idle::rows(&suite);
    spawn::rows(&suite)?;
    call::rows(&suite)?;
    cast::rows(&suite)?;
    restart::rows(&suite)?;
    wake::rows(&suite);
    doze::rows(&suite);
    end::rows(&suite)?;
    Ok(())
}
