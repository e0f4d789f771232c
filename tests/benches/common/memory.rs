//! The memory of this process as the operating system sees it.

use std::fs;

use super::{Failure, allocator};

/// Resident bytes of this process.
pub(crate) fn resident() -> Result<usize, Failure> {
    let statm = fs::read_to_string("/proc/self/statm")?;
    let pages: usize = statm
        .split_whitespace()
        .nth(1)
        .ok_or("/proc/self/statm has no second field")?
        .parse()?;
    Ok(pages * page()?)
}

/// The size of a page, from the vector that the kernel passes to each program.
fn page() -> Result<usize, Failure> {
    const AT_PAGESZ: usize = 6;
    const WORD: usize = size_of::<usize>();
    let vector = fs::read("/proc/self/auxv")?;
    let words: Vec<usize> = vector
        .as_chunks::<WORD>()
        .0
        .iter()
        .map(|word| usize::from_ne_bytes(*word))
        .collect();
    words
        .as_chunks::<2>()
        .0
        .iter()
        .find(|[key, _]| *key == AT_PAGESZ)
        .map(|[_, size]| *size)
        .ok_or_else(|| "the kernel does not say the size of a page".into())
}

/// The memory at one moment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mark {
    live: isize,
    resident: usize,
}

/// Bytes for each actor.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cost {
    pub(crate) live: f64,
    pub(crate) resident: f64,
}

impl Mark {
    pub(crate) fn here() -> Result<Self, Failure> {
        Ok(Self {
            live: allocator::live(),
            resident: resident()?,
        })
    }

    /// Live bytes added since.
    #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
    pub(crate) fn live(self) -> Result<f64, Failure> {
        Ok((Self::here()?.live - self.live) as f64)
    }

    /// What was added since, for each actor.
    #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
    pub(crate) fn since(self, actors: u32) -> Result<Cost, Failure> {
        let now = Self::here()?;
        let actors = f64::from(actors);
        Ok(Cost {
            live: (now.live - self.live) as f64 / actors,
            resident: (now.resident as f64 - self.resident as f64) / actors,
        })
    }
}
