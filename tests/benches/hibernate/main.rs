//! What hibernation costs and gives, for every number that the project's first documents name.
//!
//! Memory without and with it, waking, throughput, supervisors, and a crowd of connections.
//! `cargo bench --bench hibernate`; see `docs/benchmarks.md`.

#[path = "../common/mod.rs"]
mod common;

mod connections;
mod context;
mod fit;
mod memory;
mod rate;
mod supervisors;
mod wake;

use common::Failure;
use common::args::Args;
use common::suite::Suite;

fn main() -> Result<(), Failure> {
    let args = Args::read();
    match args.child.as_deref() {
        Some("live") => return memory::live(),
        Some("wake") => return wake::child(),
        Some("rate") => return rate::child(),
        Some("supervisors") => return supervisors::memory(),
        Some("operations") => return supervisors::operations(false),
        Some("operations-beside") => return supervisors::operations(true),
        Some("connections") => return connections::child(),
        Some(other) => {
            let (name, count) = other
                .split_once(' ')
                .ok_or_else(|| format!("there is no workload {other}"))?;
            return memory::resident_of(name, count.parse()?);
        }
        None => {}
    }
    let suite = Suite::begin(args, "without hibernation");
    memory::rows(&suite);
    wake::rows(&suite);
    rate::rows(&suite);
    supervisors::rows(&suite);
    connections::rows(&suite);
    Ok(())
}
