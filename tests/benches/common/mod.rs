//! What both benchmarks share: allocator, memory of the process, arguments, rounds, table.

#![allow(dead_code, reason = "each benchmark uses its part")]

pub(crate) mod allocator;
pub(crate) mod args;
pub(crate) mod child;
pub(crate) mod memory;
pub(crate) mod rest;
pub(crate) mod suite;
pub(crate) mod table;
pub(crate) mod work;

/// What a workload that went wrong says. It becomes a row, never an abort of the other rows.
pub(crate) type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Whether a workload did what it was to do: a figure of a wrong program is none.
pub(crate) fn same<T: PartialEq + std::fmt::Debug>(found: T, expected: T) -> Result<(), Failure> {
    if found == expected {
        Ok(())
    } else {
        Err(format!("found {found:?} instead of {expected:?}").into())
    }
}
