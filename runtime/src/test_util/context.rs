//! A `Context` for unit tests of handlers.

use std::collections::VecDeque;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::{handler_name, settle};
use crate::actor::{Actor, Step as Stage, Turn};
use crate::cell::reference::{CellRef, Table};
use crate::check::Policy;
use crate::config::StartOptions;
use crate::context::Context;
use crate::context::timers::push_at;
use crate::dying;
use crate::exit::{Exit, ExitReason};
use crate::handle::ActorRef;
use crate::info::claim;
use crate::info::next::Step;
use crate::link::{ALONE, Link, Place};
use crate::outcome::{Flow, Outcome};
use crate::schedule::system::System;
use crate::schedule::{activation, offers};

/// A [`Context`] for the unit test of a handler that takes one: there is no actor, and the test does what the
/// runtime would.
///
/// Where a handler wants a `&Context<Self>`, give it a `&TestContext<Self>`. What the handler does with it is seen
/// here: what it sends to itself waits in the [`queue`](Self::queue), its timers are listed by
/// [`timers`](Self::timers) and fill the queue in their time, and [`follow`](Self::follow) does what an
/// [`Outcome`] says comes next. [`handle_next`](Self::handle_next) handles what waits.
///
/// It begins as the first incarnation of an actor that was started alone, while a handler runs; when it is
/// dropped, that ends: timers are cancelled, and whoever waits is told.
///
/// ```
/// use std::time::Duration;
///
/// use dormouse::prelude::*;
/// use dormouse::test_util::{self, TestContext};
///
/// struct Retry;
///
/// struct Load(u32);
///
/// #[actor]
/// #[derive(Default)]
/// struct Cache {
///     loaded: u32,
/// }
///
/// #[actor]
/// impl Cache {
///     #[call]
///     fn open(&mut self, context: &Context<Self>) -> Outcome<u32> {
///         context.send_after(Duration::from_secs(60), Retry);
///         Outcome::reply(self.loaded).then(context.continue_with(Load(7)))
///     }
///
///     #[info]
///     fn load(&mut self, Load(rows): Load) -> Hibernate {
///         self.loaded += rows;
///         Hibernate(())
///     }
///
///     #[info]
///     fn retry(&mut self, _: Retry, context: &Context<Self>) {
///         context.send_after(Duration::from_secs(60), Retry);
///     }
/// }
///
/// test_util::run(async {
///     let context = TestContext::new();
///     let mut cache = Cache::default();
///
///     let outcome = cache.open(&context);
///     assert_eq!(context.follow(outcome), Some(0));
///     assert_eq!(context.timers(), [Duration::from_secs(60)]);
///     assert_eq!(context.queue(), ["load"]);
///
///     let load = context.handle_next(&mut cache).await.unwrap();
///     assert!(load.is_hibernate());
///     assert_eq!(cache.loaded, 7);
///
///     tokio::time::sleep(Duration::from_secs(60)).await;
///     let retry = context.handle_next(&mut cache).await.unwrap();
///     assert_eq!(retry.handler(), "retry");
///     assert_eq!(context.timers().len(), 1);
/// });
/// ```
pub struct TestContext<A: Actor> {
    context: Context<A>,
    /// Keeps weak handles alive.
    own: ActorRef<A>,
}

impl<A: Actor> TestContext<A> {
    /// A context whose actor has just begun; its path is the name of its type.
    ///
    /// # Panics
    ///
    /// Outside of a tokio runtime with a timer: in [`run`](super::run) and in a `#[tokio::test]` there is one.
    #[must_use]
    pub fn new() -> Self {
        let system = match System::current() {
            Ok(system) => system,
            Err(kind) => panic!("no context for a test: {kind:?}"),
        };
        let place = Place::root(system, A::OPTIONS.name());
        let cell = CellRef::new(Arc::new(Link::of(
            Table::of::<A>(),
            place,
            StartOptions::new(),
        )));
        cell.any().head().set_slot(ALONE);
        cell.mailbox().begin_in_test();
        Self {
            own: ActorRef::from_cell(&cell),
            context: Context::new(cell),
        }
    }

    fn cell(&self) -> &CellRef<A> {
        self.own.cell()
    }

    /// What waits to be handled, by the names of its handlers.
    #[must_use]
    pub fn queue(&self) -> Vec<&'static str> {
        self.cell().mailbox().see(handler_name::<A>)
    }

    /// The timers, intervals and time-outs that run, by the time that is left, the next one first.
    ///
    /// On a paused clock that is exactly what the handler has asked for.
    #[must_use]
    pub fn timers(&self) -> Vec<Duration> {
        let now = Instant::now();
        let ties = self.cell().mailbox().ties();
        let times = ties.iter().filter_map(|tie| tie.time());
        let mut left: Vec<_> = times.map(|at| at.saturating_duration_since(now)).collect();
        left.sort_unstable();
        left
    }

    /// Does what the outcome of a handler says comes next: a step that continues waits in front of the queue, a
    /// time-out runs. Gives the reply, if there is one.
    ///
    /// To hibernate or to stop is for the test to see, by [`Outcome::is_hibernate`] and
    /// [`Outcome::stop_reason`].
    ///
    /// # Panics
    ///
    /// When what comes next was made by the context of an actor of another type.
    pub fn follow<T, P: Policy>(&self, outcome: Outcome<T, P>) -> Option<T> {
        let (reply, flow) = outcome.into_parts();
        self.follow_flow(flow);
        reply
    }

    /// Handles what waits first, as the actor would; `None` when nothing waits, nor comes by itself before the
    /// clock moves.
    ///
    /// A message ends the time-out that runs. Values of timers and monitors that were cancelled are left out.
    ///
    /// # Panics
    ///
    /// When the handler does.
    pub async fn handle_next(&self, actor: &mut A) -> Option<Handled> {
        let message = match self.take() {
            Some(message) => message,
            None => {
                settle().await;
                self.take()?
            }
        };
        let cell = self.cell();
        if let Some(time_out) = cell.mailbox().take_time_out() {
            time_out.cut();
        }
        let handler = handler_name::<A>(&message);
        let flow = match A::handle(actor, message, Turn::of(cell)) {
            Stage::Ready(flow) => flow,
            Stage::Pending(handling) => handling.await,
        };
        let (hibernate, stop) = self.follow_flow(flow);
        Some(Handled {
            handler,
            hibernate,
            stop,
        })
    }

    fn take(&self) -> Option<A::Message> {
        let cell = self.cell();
        loop {
            let bound = A::OPTIONS.bound();
            let (mut message, mut admitted) = cell.mailbox().take_first(bound);
            if message.is_none() {
                let mut batch = VecDeque::new();
                admitted.extend(cell.mailbox().take_one(&mut batch, bound));
                message = batch.pop_front();
            }
            offers::admit(admitted);
            let message = message?;
            if claim::<A>(&message) {
                return Some(message);
            }
            drop(dying::drop_quietly(message));
        }
    }

    /// Whether the actor would hibernate, and why it would stop.
    fn follow_flow(&self, flow: Flow) -> (bool, Option<ExitReason>) {
        let then = match flow {
            Flow::Awake => return (false, None),
            Flow::Hibernate => return (true, None),
            Flow::Stop(reason, after) => {
                if let Some(after) = after {
                    dying::with_exit(self.exit(reason.clone()), after);
                }
                return (false, Some(reason));
            }
            Flow::Then(then) => then,
        };
        let hibernate = then.hibernate;
        let Some((step, plain)) = then.into_step::<A::Message>() else {
            panic!("what comes next was made by the context of another actor");
        };
        let mailbox = self.cell().mailbox();
        match step {
            Step::Continue { message } => mailbox.push_in_front(message),
            Step::Timeout { at, message, .. } if !plain && at <= Instant::now() => {
                mailbox.push_in_front(message);
            }
            Step::Timeout { at, message, tie } => {
                if let Some(before) = mailbox.begin_time_out(Arc::clone(&tie), None) {
                    before.cut();
                }
                push_at(self.cell(), &tie, at, message);
                return (hibernate, None);
            }
        }
        (false, None)
    }

    fn exit(&self, reason: ExitReason) -> Exit {
        Exit::of_incarnation(self.path(), reason, self.generation())
    }
}

impl<A: Actor> Default for TestContext<A> {
    fn default() -> Self {
        Self::new()
    }
}

impl<A: Actor> Deref for TestContext<A> {
    type Target = Context<A>;

    fn deref(&self) -> &Context<A> {
        &self.context
    }
}

impl<A: Actor> Drop for TestContext<A> {
    fn drop(&mut self) {
        activation::close(self.cell(), true, &self.exit(ExitReason::Normal));
    }
}

impl<A: Actor> fmt::Debug for TestContext<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TestContext")
            .field("queue", &self.queue())
            .field("timers", &self.timers())
            .finish_non_exhaustive()
    }
}

/// A message that was handled by [`TestContext::handle_next`], and what its handler said comes then.
#[derive(Clone, Debug)]
pub struct Handled {
    handler: &'static str,
    hibernate: bool,
    stop: Option<ExitReason>,
}

impl Handled {
    /// The handler.
    #[must_use]
    pub fn handler(&self) -> &'static str {
        self.handler
    }

    /// Whether the actor would hibernate now.
    #[must_use]
    pub fn is_hibernate(&self) -> bool {
        self.hibernate
    }

    /// The reason to stop with, if it would stop.
    #[must_use]
    pub fn stop_reason(&self) -> Option<&ExitReason> {
        self.stop.as_ref()
    }
}
