//! Hibernation in the middle of a handler.
//!
//! The future that a handler awaits here has the state, so it is the one that compacts it and lends it to who
//! looks. It only says that it wants to hibernate; whoever runs the actor polls it once more when the handler can
//! be left without a task.

use std::fmt;
use std::mem;
use std::pin::Pin;
use std::ptr;
use std::task::{self, Poll};
use std::thread::panicking;

use super::Context;
use crate::actor::Actor;
use crate::cell::current;
use crate::cell::reference::CellRef;
use crate::check::AllowsInPlace;
use crate::dying;
use crate::hibernate;
use crate::hibernate::{hooks, switch};

impl<A: Actor> Context<A> {
    /// Hibernates in the middle of a handler, until something arrives for this actor: a message, a timer, an
    /// info, or that it is to stop.
    ///
    /// The handler goes on, with its locals, before that is handled, which stays where it is in the queue. While
    /// something waits already, the handler goes on at once. Meanwhile the state is compacted, as in any
    /// hibernation, and the actor has no task and no buffer: what is kept is the handler's frame. Fields with
    /// [`Scratch`](crate::Scratch) are dropped. (Erlang/OTP 28, `erlang:hibernate/0`.)
    ///
    /// `actor` is `self`, which is lent for that time: nothing borrowed from it lives on. Locals are not
    /// compacted: a large one is best dropped before. The frame is as large as that of the largest `async` handler of the
    /// actor, whichever hibernates: `Box::pin(..).await` keeps what is large in another one out of it. Outside of a
    /// handler of this actor, in a unit test for example, it returns at once.
    ///
    /// ```
    /// use dormouse::prelude::*;
    /// use dormouse::Status;
    ///
    /// #[actor]
    /// #[derive(Default)]
    /// struct Prompt {
    ///     lines: Vec<String>,
    /// }
    ///
    /// #[actor]
    /// impl Prompt {
    ///     /// Answers when the user has said something more.
    ///     #[call]
    ///     async fn ask(&mut self, question: String, context: &Context<Self>) -> String {
    ///         let answer = format!("{question} yes");
    ///         context.hibernate(self).await;
    ///         answer
    ///     }
    ///
    ///     #[cast]
    ///     fn say(&mut self, line: String) {
    ///         self.lines.push(line);
    ///     }
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let prompt = Prompt::default().spawn()?;
    /// let request = prompt.ask("is it late?".to_owned()).send();
    /// while prompt.actor().status() != Status::Hibernated {
    ///     tokio::task::yield_now().await;
    /// }
    /// prompt.say("so it seems".to_owned())?;
    /// assert_eq!(request.await?, "is it late? yes");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Cancel safety
    ///
    /// Dropped unfinished, as in `select!`, the handler goes on and nothing is lost.
    #[must_use = "a future does nothing until it is awaited"]
    pub fn hibernate<'a>(&'a self, actor: &'a mut A) -> HibernateInPlace<'a, A>
    where
        A::Policy: AllowsInPlace,
    {
        HibernateInPlace(Place::new(self, actor))
    }

    /// Hibernates in the middle of a handler until `future` is ready, and gives its output.
    ///
    /// Messages wait in the queue meanwhile, as behind any handler that runs, and so does a stop. Else it is what
    /// [`Context::hibernate`] is. The future is boxed, so that the frame, which serves all `async` handlers of the
    /// actor, does not grow by it. Where it is ready at once, nobody hibernates.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use dormouse::prelude::*;
    /// use dormouse::Status;
    ///
    /// #[actor]
    /// struct Upload {
    ///     parts: Vec<u8>,
    /// }
    ///
    /// #[actor]
    /// impl Upload {
    ///     #[call]
    ///     async fn finish(&mut self, context: &Context<Self>) -> usize {
    ///         let settled = tokio::time::sleep(Duration::from_secs(3600));
    ///         context.hibernate_until(self, settled).await;
    ///         self.parts.len()
    ///     }
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let upload = Upload { parts: vec![1, 2, 3] }.spawn()?;
    /// let request = upload.finish().send();
    /// tokio::time::sleep(Duration::from_secs(60)).await;
    /// assert_eq!(upload.actor().status(), Status::Hibernated);
    /// assert_eq!(request.await?, 3);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Cancel safety
    ///
    /// Dropped unfinished, it drops `future`, and the handler goes on.
    #[must_use = "a future does nothing until it is awaited"]
    pub fn hibernate_until<'a, F: Future>(
        &'a self,
        actor: &'a mut A,
        future: F,
    ) -> HibernateUntil<'a, A, F>
    where
        A::Policy: AllowsInPlace,
    {
        HibernateUntil {
            future: Box::pin(future),
            place: Place::new(self, actor),
        }
    }
}

/// Hibernation until something arrives, made by [`Context::hibernate`].
#[must_use = "a future does nothing until it is awaited"]
pub struct HibernateInPlace<'a, A: Actor>(Place<'a, A>);

impl<A: Actor> Future for HibernateInPlace<'_, A> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut task::Context<'_>) -> Poll<()> {
        let place = &mut self.get_mut().0;
        if !place.is_the_handlers() || place.cell().mailbox().has_arrived() {
            place.wake();
            return Poll::Ready(());
        }
        place.settle(context, false, 0);
        Poll::Pending
    }
}

impl<A: Actor> fmt::Debug for HibernateInPlace<'_, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Hibernation until a future is ready, made by [`Context::hibernate_until`].
#[must_use = "a future does nothing until it is awaited"]
pub struct HibernateUntil<'a, A: Actor, F: Future> {
    /// In a block of its own, so that it can be polled in place.
    future: Pin<Box<F>>,
    place: Place<'a, A>,
}

impl<A: Actor, F: Future> Future for HibernateUntil<'_, A, F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, context: &mut task::Context<'_>) -> Poll<F::Output> {
        let this = self.get_mut();
        let polled = this.future.as_mut().poll(context);
        if polled.is_ready() {
            this.place.wake();
        } else if this.place.is_the_handlers() {
            this.place.settle(context, true, size_of::<F>());
        }
        polled
    }
}

impl<A: Actor, F: Future> fmt::Debug for HibernateUntil<'_, A, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.place.fmt(f)
    }
}

/// Where a handler hibernates: the state that it lends, and what became of it.
struct Place<'a, A: Actor> {
    actor: &'a mut A,
    context: &'a Context<A>,
    /// The system knows of it.
    entered: bool,
    /// The state is compacted.
    asleep: bool,
}

impl<'a, A: Actor> Place<'a, A> {
    fn new(context: &'a Context<A>, actor: &'a mut A) -> Self {
        Self {
            actor,
            context,
            entered: false,
            asleep: false,
        }
    }

    fn cell(&self) -> &'a CellRef<A> {
        &self.context.cell
    }

    /// Whether it is awaited by the handler that runs, and with its own state.
    fn is_the_handlers(&self) -> bool {
        let cell = self.cell();
        current::is(cell.any()) && cell.is_state(ptr::from_ref(&*self.actor))
    }

    /// There is nothing to go on for: hibernates, where it may. `bytes`: what is kept beside the frame.
    fn settle(&mut self, context: &task::Context<'_>, until: bool, bytes: usize) {
        let cell = self.cell();
        for request in cell.mailbox().take_reads() {
            drop(dying::catch_rarely(|| (request.work)(&mut *self.actor)));
        }
        if !current::want_to_hibernate() {
            // For who polls only what was woken: it is asked again at once.
            context.waker().wake_by_ref();
            return;
        }
        let waker = context.waker().clone();
        drop(cell.mailbox().leave_waker(waker));
        // Once more where it lay awake, for hibernation was turned off.
        let on = switch::is_hibernation_on();
        if !self.entered || (on && !self.asleep) {
            let state = if on {
                hooks::on_hibernate(cell, self.actor);
                hibernate::compact(cell, self.actor).map(|compacted| compacted.after())
            } else {
                None
            };
            self.asleep = on;
            self.entered = cell
                .link()
                .system()
                .in_place()
                .enter(cell.any(), on, state, bytes);
        }
        if self.entered {
            current::note_hibernation(until);
        }
    }

    /// The handler goes on.
    fn wake(&mut self) {
        self.leave();
        if mem::take(&mut self.asleep) {
            hooks::on_wake(self.cell(), self.actor);
        }
    }

    fn leave(&mut self) {
        if mem::take(&mut self.entered) {
            let cell = self.cell();
            cell.link().system().in_place().leave(cell.any());
        }
    }
}

impl<A: Actor> Drop for Place<'_, A> {
    fn drop(&mut self) {
        if current::is(self.cell().any()) && !panicking() {
            // Something else came first, and the handler goes on.
            self.wake();
        } else {
            // It does not.
            self.leave();
        }
    }
}

impl<A: Actor> fmt::Debug for Place<'_, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hibernate")
            .field("asleep", &self.asleep)
            .finish_non_exhaustive()
    }
}
