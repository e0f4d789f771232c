//! From where on a compaction is worth its work.

use super::Advice;

/// The thresholds of [compaction](crate::Compaction): one table.
///
/// | key | is | unless set |
/// | --- | --- | --- |
/// | `slack` | how many bytes a block, or all small blocks together, must hold and not use; `off`: nothing is moved or shrunk | 256 B |
/// | `share` | how large that must be as a share of the bytes in use | 25 % |
/// | `move_below` | a block with fewer bytes in use is moved to a new place, a larger one shrunk where it is | 4,096 B |
/// | `defragment_above` | from how many bytes on, freed by falling asleep, the small blocks that are left are moved together, some seconds later; `off`: never | 8,192 B |
///
/// The last is for glibc, whose small blocks lie between those that were freed and keep a page or two for each actor from
/// going back to the operating system. What was freed must also be four times what is left in small blocks, and the actor
/// must sleep from one look to the next, which are 5 s apart. Strings, vectors and queues are moved, in tables and trees too; boxes, the
/// blocks of tables and trees themselves, and their keys stay. Other allocators keep small blocks apart by themselves: with one,
/// turn it off, or say how it gives pages back by [`set_reclaimer`](crate::set_reclaimer), after which nothing is moved.
///
/// With 100,000 sessions that had used 48 KiB to work with,
/// and kept ten texts of 100 bytes, it took the resident memory from 5.6 kB to 1.6 kB a session
/// (`cargo bench --bench hibernate -- memory/resident`).
///
/// `Scratch` fields are dropped in every case. Lower thresholds give back more and make falling asleep dearer, by what is
/// copied; `move_below` wants to be the size of a page of the allocator.
///
/// In a [`Config`](crate::Config) it holds for all actors, in a [`Section`](crate::Section) for those of one type.
///
/// ```
/// use dormouse::{CompactionThresholds, Config};
///
/// let thresholds = CompactionThresholds::new().slack(4_096).share(50);
/// let config = Config::parse("[compaction]\nslack = 4KiB\nshare = 50%")?;
/// assert_eq!(Config::new().compaction(thresholds), config);
/// # Ok::<(), dormouse::ConfigError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CompactionThresholds {
    slack: Option<Option<usize>>,
    share: Option<u32>,
    move_below: Option<usize>,
    defragment_above: Option<Option<usize>>,
}

impl CompactionThresholds {
    /// The table as it stands above.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            slack: None,
            share: None,
            move_below: None,
            defragment_above: None,
        }
    }

    /// How many bytes must be held and not used. `None`: any number is left where it is.
    #[must_use]
    pub fn slack(mut self, bytes: impl Into<Option<usize>>) -> Self {
        self.slack = Some(bytes.into());
        self
    }

    /// How much that must be of the bytes in use, in percent.
    #[must_use]
    pub const fn share(mut self, percent: u32) -> Self {
        self.share = Some(percent);
        self
    }

    /// Below how many bytes in use a block is moved, and not shrunk where it is.
    #[must_use]
    pub const fn move_below(mut self, bytes: usize) -> Self {
        self.move_below = Some(bytes);
        self
    }

    /// How many bytes falling asleep must have freed for what is left to be moved. `None`: it stays where it is.
    #[must_use]
    pub fn defragment_above(mut self, bytes: impl Into<Option<usize>>) -> Self {
        self.defragment_above = Some(bytes.into());
        self
    }

    /// What `above` says wins.
    pub(crate) fn merge(self, above: Self) -> Self {
        Self {
            slack: above.slack.or(self.slack),
            share: above.share.or(self.share),
            move_below: above.move_below.or(self.move_below),
            defragment_above: above.defragment_above.or(self.defragment_above),
        }
    }

    /// What holds.
    pub(crate) fn resolve(self) -> Worth {
        let default = Worth::DEFAULT;
        Worth {
            slack: match self.slack {
                None => default.slack,
                Some(bytes) => bytes.unwrap_or(usize::MAX),
            },
            share: self.share.unwrap_or(default.share),
            move_below: self.move_below.unwrap_or(default.move_below),
            defragment_above: match self.defragment_above {
                None => default.defragment_above,
                Some(bytes) => bytes.unwrap_or(usize::MAX),
            },
        }
    }
}

/// What slack is worth the work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Worth {
    /// In bytes; `usize::MAX`: none.
    pub(crate) slack: usize,
    /// In percent of what is used.
    pub(crate) share: u32,
    /// In bytes. Of the size of a page, so that moving a larger block frees nobody else's.
    pub(crate) move_below: usize,
    /// In bytes; `usize::MAX`: never. Two pages: below that, little is gained.
    pub(crate) defragment_above: usize,
}

impl Worth {
    pub(crate) const DEFAULT: Self = Self {
        slack: 256,
        share: 25,
        move_below: 4096,
        defragment_above: 8192,
    };

    pub(super) const fn is_loose(&self, used: usize, slack: usize) -> bool {
        slack >= self.slack && self.slack < usize::MAX && slack >= self.share_of(used)
    }

    /// What becomes of one block, in a pass that moves all small ones or only those with slack of their own. The pass asks,
    /// and so does who wants to know before what it would give back.
    pub(super) const fn advise(&self, everything: bool, used: usize, capacity: usize) -> Advice {
        let loose = self.is_loose(used, capacity.saturating_sub(used));
        if used >= self.move_below {
            if loose { Advice::Shrink } else { Advice::Leave }
        } else if loose || (everything && capacity > 0) {
            Advice::Move
        } else {
            Advice::Leave
        }
    }

    /// Whether so many bytes in small blocks are worth moving, where so many were freed around them.
    pub(super) const fn is_scattered(&self, small: usize, freed: usize) -> bool {
        self.moves_scattered() && small > 0 && freed >= self.defragment_above && freed / 4 >= small
    }

    /// Whether anything is moved where it has no slack.
    pub(crate) const fn moves_scattered(&self) -> bool {
        self.slack < usize::MAX && self.defragment_above < usize::MAX
    }

    /// Rounded down.
    const fn share_of(&self, used: usize) -> usize {
        let share = self.share as usize;
        let whole = (used / 100).saturating_mul(share);
        whole.saturating_add((used % 100).saturating_mul(share) / 100)
    }
}

impl Default for Worth {
    fn default() -> Self {
        Self::DEFAULT
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compact::{Compaction, Measure};

    #[test]
    fn blocks_below_a_size_are_moved_and_others_shrunk() {
        let worth = CompactionThresholds::new().move_below(100).resolve();
        let mut measure = Measure::by(worth);
        measure.add_block(100, 1_000);
        let compaction = Compaction::plan(&measure).unwrap();
        assert_eq!(compaction.advise(100, 1_000), Advice::Shrink);
        assert_eq!(compaction.advise(99, 1_000), Advice::Move);
    }

    #[test]
    fn unless_said_otherwise_256_bytes_and_a_quarter_are_worth_it() {
        let worth = CompactionThresholds::new().resolve();
        assert_eq!(worth, Worth::DEFAULT);
        for (used, slack, loose) in [
            (0, 255, false),
            (0, 256, true),
            (1_023, 256, true),
            (1_027, 256, true),
            (1_028, 256, false),
            (10_000, 2_499, false),
            (10_000, 2_500, true),
        ] {
            assert_eq!(worth.is_loose(used, slack), loose, "{used} {slack}");
        }
    }

    #[test]
    fn off_is_never_and_large_shares_do_not_overflow() {
        let off = CompactionThresholds::new().slack(None).resolve();
        assert!(!off.is_loose(0, usize::MAX));
        let all = CompactionThresholds::new().slack(0).share(0).resolve();
        assert!(all.is_loose(usize::MAX, 0));
        let huge = CompactionThresholds::new().share(u32::MAX).resolve();
        assert!(!huge.is_loose(usize::MAX, 1_000));
    }

    #[test]
    fn what_stands_above_wins_key_by_key() {
        let below = CompactionThresholds::new().slack(1).share(2);
        let above = CompactionThresholds::new().share(3).move_below(4);
        let both = CompactionThresholds::new().slack(1).share(3).move_below(4);
        assert_eq!(below.merge(above), both);
    }
}
