//! Counted references to cells, typed and untyped.
//!
//! Invariant of this file: a reference points to a live `Cell<A>` whose first field is its [`Head`], and
//! whose link's table was made for that same `A`; the cell is freed when the last reference goes.
//!
//! One word each, where `Arc<dyn _>` would take two and its counts eight more bytes in each cell.

#![allow(unsafe_code, reason = "one word to a cell whose type is forgotten")]

use std::any::TypeId;
use std::fmt;
use std::marker::PhantomData;
use std::mem::ManuallyDrop;
use std::ops::Deref;
use std::ptr::NonNull;
use std::sync::Arc;

use super::state::Cell;
use super::sync::{AtomicU32, Ordering};
use crate::actor::Actor;
use crate::actor::about::About;
use crate::link::{Identity, Link};
use crate::schedule::erased::Erased;

/// What every cell begins with, whatever its actor.
#[repr(C)]
pub(crate) struct Head {
    references: AtomicU32,
    slot: AtomicU32,
    link: Arc<Link>,
}

impl Head {
    pub(super) fn new(link: Arc<Link>) -> Self {
        Self {
            references: AtomicU32::new(1),
            slot: AtomicU32::new(0),
            link,
        }
    }

    pub(crate) fn link(&self) -> &Arc<Link> {
        &self.link
    }

    /// The place in the supervisor's table.
    pub(crate) fn slot(&self) -> u32 {
        self.slot.load(Ordering::Relaxed)
    }

    pub(crate) fn set_slot(&self, slot: u32) {
        self.slot.store(slot, Ordering::Relaxed);
    }
}

/// What can be done with a cell whose type is forgotten.
#[derive(Debug)]
pub(crate) struct Table {
    free: unsafe fn(NonNull<Head>),
    view: unsafe fn(&AnyCell) -> &dyn Erased,
    about: About,
}

impl Table {
    /// The table of the cells of `A`.
    pub(crate) const fn of<A: Actor>() -> &'static Self {
        const {
            &Self {
                free: free::<A>,
                view: view::<A>,
                about: About::of::<A>(),
            }
        }
    }

    /// What is known of the type of the actor.
    #[inline]
    pub(crate) fn about(&self) -> &About {
        &self.about
    }
}

/// # Safety
///
/// `head` is that of a `Cell<A>` that nobody refers to any more.
unsafe fn free<A: Actor>(head: NonNull<Head>) {
    // SAFETY: promised by the caller; made by `Box::leak` in `CellRef::new`, the one place where cells
    // are allocated.
    drop(unsafe { Box::from_raw(head.cast::<Cell<A>>().as_ptr()) });
}

/// # Safety
///
/// The reference is to a `Cell<A>`.
unsafe fn view<A: Actor>(any: &AnyCell) -> &dyn Erased {
    // SAFETY: promised by the caller; a `CellRef` is nothing but such a reference.
    unsafe { NonNull::from(any).cast::<CellRef<A>>().as_ref() }
}

/// A counted reference to a cell of some actor.
///
/// Its pointer comes from the allocation itself, never from a reference to the cell, for whoever drops
/// the last one frees it.
#[repr(transparent)]
pub struct AnyCell {
    head: NonNull<Head>,
}

// SAFETY: cells are shared between threads: their state is reached through the turn alone, and all else
// in them is `Sync`; actors and messages are `Send`.
unsafe impl Send for AnyCell {}
// SAFETY: as above.
unsafe impl Sync for AnyCell {}

impl AnyCell {
    #[inline]
    pub(crate) fn head(&self) -> &Head {
        // SAFETY: the reference keeps the cell alive.
        unsafe { self.head.as_ref() }
    }

    #[inline]
    pub(crate) fn link(&self) -> &Arc<Link> {
        &self.head().link
    }

    /// The cell, with what can be done without its type.
    pub(crate) fn erased(&self) -> &dyn Erased {
        // SAFETY: the link's table was made for the type of this cell, which this reference keeps alive.
        unsafe { (self.link().table().view)(self) }
    }

    pub(crate) fn pointer(&self) -> NonNull<Head> {
        self.head
    }

    /// Another reference to the cell at that address.
    ///
    /// # Safety
    ///
    /// It is the head of a cell, with the provenance of its allocation, and somebody else's reference keeps it
    /// meanwhile.
    pub(super) unsafe fn from_pointer(head: NonNull<Head>) -> Self {
        Self::clone(&ManuallyDrop::new(Self { head }))
    }

    /// The address, for comparing.
    pub(crate) fn address(&self) -> usize {
        self.head.as_ptr().addr()
    }

    pub(crate) fn identity(&self) -> Identity {
        Identity(self.address())
    }
}

impl Clone for AnyCell {
    #[inline]
    fn clone(&self) -> Self {
        let before = self.head().references.fetch_add(1, Ordering::Relaxed);
        if before > u32::MAX / 2 {
            // As `Arc` does: past this, a wrap would free a cell that is in use.
            std::process::abort();
        }
        Self { head: self.head }
    }
}

impl Drop for AnyCell {
    #[inline]
    fn drop(&mut self) {
        if self.head().references.fetch_sub(1, Ordering::Release) != 1 {
            return;
        }
        // Not a fence, which the thread sanitizer does not see.
        self.head().references.load(Ordering::Acquire);
        let free = self.link().table().free;
        // SAFETY: this was the last reference.
        unsafe { free(self.head) };
    }
}

impl fmt::Debug for AnyCell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AnyCell({:#x})", self.address())
    }
}

/// A counted reference to the cell of an `A`.
#[repr(transparent)]
pub(crate) struct CellRef<A> {
    any: AnyCell,
    actor: PhantomData<fn() -> A>,
}

impl<A: Actor> CellRef<A> {
    /// Allocates a vacant cell. All cells are allocated here.
    pub(crate) fn new(link: Arc<Link>) -> Self {
        assert!(
            (link.table().about.id)() == TypeId::of::<A>(),
            "a link is used for the type it was made for",
        );
        let cell = NonNull::from(Box::leak(Box::new(Cell::<A>::vacant(link))));
        Self {
            any: AnyCell { head: cell.cast() },
            actor: PhantomData,
        }
    }

    /// The same cell with its type, where it is one of `A`.
    pub(crate) fn from_any(any: AnyCell) -> Result<Self, AnyCell> {
        if (any.link().table().about.id)() != TypeId::of::<A>() {
            return Err(any);
        }
        Ok(Self {
            any,
            actor: PhantomData,
        })
    }

    #[inline]
    fn cell(&self) -> &Cell<A> {
        // SAFETY: made for `A` in `new`, or found to be of `A` in `from_any`, or by `from_pointer` from such a
        // reference, which keeps it.
        unsafe { self.any.head.cast::<Cell<A>>().as_ref() }
    }

    /// Another reference to the cell at that address.
    ///
    /// # Safety
    ///
    /// It is the head of a cell of `A`, with the provenance of its allocation, and somebody else's
    /// reference keeps it meanwhile.
    pub(crate) unsafe fn from_pointer(head: NonNull<Head>) -> Self {
        Self {
            // SAFETY: promised by the caller.
            any: unsafe { AnyCell::from_pointer(head) },
            actor: PhantomData,
        }
    }
}

impl<A: Actor> Deref for CellRef<A> {
    type Target = Cell<A>;

    #[inline]
    fn deref(&self) -> &Cell<A> {
        self.cell()
    }
}

impl<A> CellRef<A> {
    #[inline]
    pub(crate) fn any(&self) -> &AnyCell {
        &self.any
    }
}

impl<A> Clone for CellRef<A> {
    #[inline]
    fn clone(&self) -> Self {
        Self {
            any: self.any.clone(),
            actor: PhantomData,
        }
    }
}

impl<A> fmt::Debug for CellRef<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.any.fmt(f)
    }
}

#[cfg(all(test, not(dormouse_loom)))]
mod tests {
    use std::process::Command;

    use super::*;
    use crate::link::Place;
    use crate::schedule::system::System;

    #[crate::actor(crate = crate)]
    struct Token;

    #[crate::actor(crate = crate)]
    impl Token {}

    /// Set in the process that is to abort.
    const ABORTS: &str = "DORMOUSE_REFERENCES_OVERFLOW";

    #[test]
    fn t09_a_count_of_references_that_could_wrap_aborts() {
        if std::env::var_os(ABORTS).is_some() {
            overflow();
            std::process::exit(0);
        }
        let (_, test) = concat!(
            module_path!(),
            "::t09_a_count_of_references_that_could_wrap_aborts"
        )
        .split_once("::")
        .unwrap();
        let output = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", test])
            .env(ABORTS, "1")
            .output()
            .unwrap();
        assert!(
            String::from_utf8_lossy(&output.stdout).contains("running 1 test"),
            "{output:?}"
        );
        #[cfg(unix)]
        {
            use std::os::unix::process::ExitStatusExt;
            const SIGABRT: i32 = 6;
            assert_eq!(output.status.signal(), Some(SIGABRT), "{output:?}");
        }
        assert!(!output.status.success());
    }

    /// Refers to a cell as often as a count can say, and once more.
    fn overflow() {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .unwrap();
        let _entered = runtime.enter();
        let place = Place::root(System::current().unwrap(), "token");
        let link = Link::new(Table::of::<Token>(), place, Token::OPTIONS.limits());
        let cell = CellRef::<Token>::new(Arc::new(link));
        let references = &cell.any().head().references;
        // The last count that is still let through.
        references.store(u32::MAX / 2, Ordering::Relaxed);
        let last = cell.clone();
        references.store(1, Ordering::Relaxed);
        std::mem::forget(last);
        references.store(u32::MAX / 2 + 1, Ordering::Relaxed);
        let one_more = cell.clone();
        std::mem::forget(one_more);
        references.store(1, Ordering::Relaxed);
    }
}
