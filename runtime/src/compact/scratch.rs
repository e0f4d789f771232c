//! A field that is dropped while its actor sleeps.

use core::fmt;
use core::mem::needs_drop;
use core::ops::{Deref, DerefMut};
use std::sync::OnceLock;

use super::shell::Shell;
use super::{Compact, Compaction, Measure};

/// A field that is dropped while the actor sleeps, and rebuilt by `Default` on first use.
///
/// For what can be made again: indexes, caches, buffers. It dereferences to `T`; while empty it
/// takes 16 bytes (on 64-bit machines) and no heap, while filled one block for the `T` as well. Its
/// own functions are called as `Scratch::clear(&mut field)`, so that they never hide a method of
/// `T`.
///
/// It is emptied at every hibernation where it can be reached: as a field of the actor, or of a
/// value that is [`Compact`].
///
/// # Examples
///
/// ```
/// use dormouse::{Compaction, Scratch};
/// use std::collections::HashMap;
///
/// let mut index: Scratch<HashMap<String, usize>> = Scratch::new();
/// index.insert("ada".to_owned(), 1);
/// assert_eq!(index.len(), 1);
///
/// Compaction::run(&mut index);          // what falling asleep does
/// assert!(!Scratch::is_filled(&index));
/// assert!(index.is_empty());            // rebuilt, empty
/// ```
pub struct Scratch<T> {
    content: OnceLock<Box<T>>,
}

impl<T> Scratch<T> {
    /// An empty scratch field.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            content: OnceLock::new(),
        }
    }

    /// Whether there is a content now.
    #[must_use]
    pub fn is_filled(this: &Self) -> bool {
        this.content.get().is_some()
    }

    /// Drops the content.
    pub fn clear(this: &mut Self) {
        drop(this.content.take());
    }

    /// Takes the content out, if there is one.
    #[must_use]
    pub fn take(this: &mut Self) -> Option<T> {
        this.content.take().map(|content| *content)
    }
}

impl<T: Default> Deref for Scratch<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.content.get_or_init(Box::default)
    }
}

impl<T: Default> DerefMut for Scratch<T> {
    fn deref_mut(&mut self) -> &mut T {
        self.content.get_or_init(Box::default);
        let Some(content) = self.content.get_mut() else {
            unreachable!("the line above fills it, and nobody else can reach it");
        };
        content
    }
}

impl<T> Default for Scratch<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> From<T> for Scratch<T> {
    fn from(content: T) -> Self {
        Self {
            content: OnceLock::from(Box::new(content)),
        }
    }
}

impl<T: Clone> Clone for Scratch<T> {
    fn clone(&self) -> Self {
        Self {
            content: self.content.clone(),
        }
    }
}

impl<T: fmt::Debug> fmt::Debug for Scratch<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.content.get() {
            Some(content) => f.debug_tuple("Scratch").field(content).finish(),
            None => f.write_str("Scratch(<empty>)"),
        }
    }
}

impl<T: Compact> Compact for Scratch<T> {
    fn compact(&mut self, _: &mut Compaction) {
        Self::clear(self);
    }

    fn measure(&self, measure: &mut Measure) {
        if let Some(content) = self.content.get() {
            measure.add_scratch(Measure::of(content));
        }
    }
}

impl<T> Shell for Scratch<T> {
    fn measure_shell(&self, measure: &mut Measure) {
        if Self::is_filled(self) {
            let mut content = Measure::new();
            content.add_block(size_of::<T>(), size_of::<T>());
            measure.add_scratch(content);
        }
    }

    fn reshape(&mut self, _: &mut Compaction) {
        Self::clear(self);
    }

    fn hides(&self) -> bool {
        needs_drop::<T>() && Self::is_filled(self)
    }
}
