//! Running the user's code on the state: the turn, and the frame of a handler that awaits.
//!
//! Invariant of this file: the future in `frame` borrows the state and the cell of `held`, so it is
//! dropped before anything else touches the state, and before `held` goes.

#![allow(
    unsafe_code,
    reason = "a suspended handler borrows the state beside it"
)]

use std::collections::VecDeque;
use std::fmt;
use std::marker::PhantomData;
use std::ptr::NonNull;
use std::task::{self, Poll, Waker};

use super::current::{Notes, Scope};
use super::frame::Frame;
use super::reference::{CellRef, Head};
use super::state::Held;
use crate::actor::handler_spec::AnyOf;
use crate::actor::{Actor, Step};
use crate::context::Context;
use crate::exit::ExitReason;
use crate::outcome::Flow;

/// The turn with the place for a suspended handler.
pub(crate) struct Running<A: Actor> {
    // Dropped in this order.
    frame: Frame<Flow>,
    held: Held<A>,
    /// Whether the suspended handler has begun to wait in a call.
    waited: bool,
    /// What it said when it was polled last.
    notes: Notes,
}

impl<A: Actor> Running<A> {
    #[inline]
    pub(crate) fn new(held: Held<A>) -> Self {
        Self {
            frame: Frame::new(),
            held,
            waited: false,
            notes: Notes::default(),
        }
    }

    #[inline]
    pub(crate) fn cell(&self) -> &CellRef<A> {
        self.held.cell()
    }

    /// Hands a message to its handler. `None`: the handler awaits, poll it.
    #[inline]
    pub(crate) fn handle(&mut self, message: A::Message) -> Option<Flow> {
        self.frame.clear();
        let turn = Turn::new(&self.held);
        // SAFETY: what borrows goes no further than the frame, which is cleared before the state is
        // touched again and dropped before `held`.
        let state = unsafe { self.held.borrow_for() }?;
        match A::handle(state, message, turn) {
            Step::Ready(flow) => Some(flow),
            Step::Pending(future) => {
                if const { AnyOf::handlers(A::HANDLERS).awaits } {
                    // SAFETY: as above.
                    unsafe { self.frame.put(future) };
                }
                None
            }
        }
    }

    /// Hands a message to its handler, and polls that once where it awaits; with a waker that wakes nobody.
    /// `None`: it waits.
    ///
    /// Between the message and its handler there is no call, so that it is not copied on the way.
    #[inline]
    pub(crate) fn handle_once(&mut self, message: A::Message) -> Option<Flow> {
        if self.frame.is_full() {
            return self.handle_instead(message);
        }
        let turn = Turn::new(&self.held);
        // SAFETY: as in `handle`; the frame is clear.
        let state = unsafe { self.held.borrow_for() }?;
        match A::handle(state, message, turn) {
            Step::Ready(flow) => Some(flow),
            Step::Pending(future) => {
                if const { AnyOf::handlers(A::HANDLERS).awaits } {
                    // SAFETY: as above.
                    unsafe { self.frame.put(future) };
                    self.poll_once()
                } else {
                    None
                }
            }
        }
    }

    #[cold]
    #[inline(never)]
    fn handle_instead(&mut self, message: A::Message) -> Option<Flow> {
        match self.handle(message) {
            None => self.poll_once(),
            flow => flow,
        }
    }

    #[inline]
    fn poll_once(&mut self) -> Option<Flow> {
        match self.poll(&mut task::Context::from_waker(Waker::noop()))? {
            Poll::Ready(flow) => Some(flow),
            Poll::Pending => None,
        }
    }

    /// Hands the next message of a batch to its handler, straight from there. `None`: the handler awaits, poll it; or
    /// there is none.
    #[inline]
    pub(crate) fn handle_next(&mut self, batch: &mut VecDeque<A::Message>) -> Option<Flow> {
        self.frame.clear();
        let turn = Turn::new(&self.held);
        // SAFETY: what borrows goes no further than the frame, which is cleared before the state is
        // touched again and dropped before `held`.
        let state = unsafe { self.held.borrow_for() }?;
        // The last one leaves the batch where it began, so that the next one that comes alone finds its place in
        // the cache.
        let message = if batch.len() == 1 {
            batch.pop_back()?
        } else {
            batch.pop_front()?
        };
        match A::handle(state, message, turn) {
            Step::Ready(flow) => Some(flow),
            Step::Pending(future) => {
                if const { AnyOf::handlers(A::HANDLERS).awaits } {
                    // SAFETY: as above.
                    unsafe { self.frame.put(future) };
                }
                None
            }
        }
    }

    /// The same where the handler may block its thread: it may wait for a call that way.
    pub(crate) fn handle_next_blocking(
        &mut self,
        batch: &mut VecDeque<A::Message>,
    ) -> Option<Flow> {
        // SAFETY: `held` keeps the cell, and the scope ends with this block.
        let scope = unsafe { Scope::enter(self.held.cell().any().pointer()) };
        let flow = self.handle_next(batch);
        let waited = scope.notes().has_waited();
        drop(scope);
        if waited {
            self.end_waits();
        }
        flow
    }

    /// Runs the `#[stop]` hook. `None`: it awaits, poll it. A failure comes as `Flow::Stop`.
    pub(crate) fn terminate(&mut self, reason: ExitReason) -> Option<Flow> {
        self.frame.clear();
        let turn = Turn::new(&self.held);
        // SAFETY: as in `handle`.
        let state = unsafe { self.held.borrow_for() }?;
        let future = async move {
            let ended = match A::terminate(state, &reason, turn) {
                Step::Ready(ended) => ended,
                Step::Pending(future) => future.await,
            };
            match ended {
                Ok(()) => Flow::Awake,
                Err(reason) => Flow::Stop(reason, None),
            }
        };
        // SAFETY: as in `handle`.
        unsafe { self.frame.put(future) };
        None
    }

    /// Polls the suspended handler. `None` when there is none.
    #[inline]
    pub(crate) fn poll(&mut self, context: &mut task::Context<'_>) -> Option<Poll<Flow>> {
        if !self.frame.is_full() {
            return None;
        }
        // SAFETY: `held` keeps the cell, and the scope ends with this block.
        let scope = unsafe { Scope::enter(self.held.cell().any().pointer()) };
        self.poll_in(scope, context)
    }

    /// The same, and lets the handler hibernate where it is, if it wants to.
    pub(crate) fn poll_in_place(&mut self, context: &mut task::Context<'_>) -> Option<Poll<Flow>> {
        // SAFETY: as in `poll`.
        let scope = unsafe { Scope::enter(self.held.cell().any().pointer()) };
        scope.permit();
        self.poll_in(scope, context)
    }

    #[inline]
    fn poll_in(&mut self, scope: Scope, context: &mut task::Context<'_>) -> Option<Poll<Flow>> {
        let polled = self.frame.poll(context);
        self.notes = scope.notes();
        drop(scope);
        self.waited |= self.notes.has_waited();
        if self.waited && polled.as_ref().is_some_and(Poll::is_ready) {
            self.end_waits();
        }
        polled
    }

    /// Whether the handler that was polled wants to hibernate where it is.
    #[inline]
    pub(crate) fn wants_to_hibernate(&self) -> bool {
        self.notes.wants()
    }

    /// Whether it does; and if so, whatever arrives.
    pub(crate) fn hibernates(&self) -> Option<bool> {
        self.notes.sleeps()
    }

    /// Bytes of the handler's frame.
    pub(crate) fn frame_bytes(&self) -> usize {
        self.frame.bytes()
    }

    /// The handler is over: what it left behind of its calls, others wait for.
    #[cold]
    fn end_waits(&mut self) {
        self.waited = false;
        drop(self.cell().mailbox().end_waits());
    }

    /// The turn without the frame.
    #[inline]
    pub(super) fn into_held(self) -> Held<A> {
        self.held
    }

    /// Lends the state, once no handler is suspended.
    pub(crate) fn state(&mut self) -> Option<&mut A> {
        self.frame.clear();
        self.held.state()
    }

    /// Drops the suspended handler.
    pub(crate) fn clear_frame(&mut self) {
        self.frame.clear();
    }

    /// Gives the frame's block back.
    pub(crate) fn release_frame(&mut self) {
        self.frame.release();
    }

    /// Drops the suspended handler and then the state it borrows.
    pub(crate) fn drop_state(&mut self) {
        self.frame.clear();
        self.held.drop_state();
    }
}

impl<A: Actor> fmt::Debug for Running<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Running")
            .field("frame", &self.frame)
            .field("held", &self.held)
            .finish()
    }
}

/// What a handler is called with beside its message; generated code alone sees it.
#[doc(hidden)]
pub struct Turn<'a, A> {
    head: NonNull<Head>,
    life: PhantomData<&'a Head>,
    actor: PhantomData<fn() -> A>,
}

// SAFETY: it only lends a cell, which all threads may share.
unsafe impl<A> Send for Turn<'_, A> {}
// SAFETY: as above.
unsafe impl<A> Sync for Turn<'_, A> {}

impl<'a, A: Actor> Turn<'a, A> {
    fn new(held: &Held<A>) -> Self {
        Self {
            head: held.cell().any().pointer(),
            life: PhantomData,
            actor: PhantomData,
        }
    }

    /// The turn of whoever has the state of that cell.
    pub(crate) fn of(cell: &'a CellRef<A>) -> Self {
        Self {
            head: cell.any().pointer(),
            life: PhantomData,
            actor: PhantomData,
        }
    }

    /// The cell, for what outlives the turn.
    pub(crate) fn cell(self) -> CellRef<A> {
        // SAFETY: made from a reference to a cell of `A`, which is kept for as long as `'a`.
        unsafe { CellRef::from_pointer(self.head) }
    }

    /// The handler's `Context`.
    #[must_use]
    pub fn context(self) -> Context<A> {
        // SAFETY: made from a reference to a cell of `A`, which is kept for as long as `'a`.
        Context::new(unsafe { CellRef::from_pointer(self.head) })
    }
}

impl<A> Clone for Turn<'_, A> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<A> Copy for Turn<'_, A> {}

impl<A> fmt::Debug for Turn<'_, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Turn").finish_non_exhaustive()
    }
}
