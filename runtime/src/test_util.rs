//! For tests of actors and trees: a paused clock, crashes, and waiting until their consequences are over.
//!
//! On tokio's paused clock hours of a tree's life pass at once: with `#[tokio::test(start_paused = true)]`, or
//! inside of [`run`].
//!
//! | for | see |
//! | --- | --- |
//! | a test on a paused clock | [`run`] |
//! | an actor that fails now | [`crash`] |
//! | waiting until it was restarted | [`restarted`] |
//! | waiting until it has a status, such as hibernated or gone | [`reaches`] |
//! | waiting until nothing goes on any more | [`quiet`] |
//! | waiting until others have done what they can do now | [`settle`] |
//! | how actors and supervisors have ended | [`Exits`] |
//! | a handler that takes a [`Context`](crate::Context), without an actor | [`TestContext`] |
//! | a handler that takes a [`ReplyTo`], without a caller | [`reply_to`] |
//!
//! ```
//! use dormouse::prelude::*;
//! use dormouse::test_util::{self, Exits};
//!
//! #[actor]
//! #[derive(Default)]
//! struct Store {
//!     rows: u64,
//! }
//!
//! #[actor]
//! impl Store {
//!     #[call]
//!     fn add(&mut self) -> u64 {
//!         self.rows += 1;
//!         self.rows
//!     }
//! }
//!
//! #[supervisor]
//! struct App {
//!     #[child]
//!     store: Store,
//! }
//!
//! test_util::run(async {
//!     let app = App {}.start().await.unwrap();
//!     let exits = Exits::record();
//!     assert_eq!(app.store().add().await.unwrap(), 1);
//!
//!     test_util::crash(app.store(), "the disk is full").await;
//!     test_util::restarted(app.store(), 1).await;
//!     assert_eq!(app.store().add().await.unwrap(), 1);
//!
//!     test_util::quiet(&app).await;
//!     let exits = exits.take();
//!     assert_eq!(exits.len(), 1);
//!     assert_eq!(exits[0].path(), "App/store");
//!     assert_eq!(exits[0].reason().to_string(), "panicked: the disk is full");
//! });
//! ```
//!
//! All that waits gives up with a panic after ten minutes of tokio's clock, which a paused one is through with at
//! once.

mod context;
mod exits;
mod wait;

pub use self::context::{Handled, TestContext};
pub use self::exits::Exits;
pub(crate) use self::exits::Observed;
pub use self::wait::{quiet, reaches, restarted, settle};
use crate::error::CallError;
use crate::exit::Exit;
use crate::handle::any::AnyActorRef;
use crate::handle::reply_to::ReplyTo;
use crate::supervisor::seat::Control;

/// Runs a test on a tokio runtime of its own, of one thread, whose clock is paused: it moves on to the next
/// timer whenever there is nothing else to do.
///
/// # Panics
///
/// When the test does, when it is called inside of a runtime, and when no runtime can be made.
pub fn run<F: Future>(test: F) -> F::Output {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .start_paused(true)
        .build();
    match runtime {
        Ok(runtime) => runtime.block_on(test),
        Err(error) => panic!("no runtime for a test: {error}"),
    }
}

/// Ends an actor as if a handler of its had panicked with `message`: at once, before all that waits, and without
/// its `#[stop]` hook. Gives that end.
///
/// A handler that waits for something is dropped there, and its caller told. No panic is printed, for there is
/// none. A supervisor is killed, with all below it; the message is for actors alone.
///
/// # Panics
///
/// Where nothing runs that could crash.
pub async fn crash(actor: impl Into<AnyActorRef>, message: impl Into<String>) -> Exit {
    let actor = actor.into();
    if let Control::Actor(cell) = actor.control() {
        let generation = cell.erased().generation();
        let observed = cell.link().system().observed();
        observed.crash(cell.identity(), generation, message.into());
    }
    match actor.kill().await {
        Ok(exit) => exit,
        Err(error) => panic!("`{}` cannot crash: {error}", actor.path()),
    }
}

/// The two ends of a call, for the unit test of a handler that takes a [`ReplyTo`]: what is handed to it, and what
/// its caller would get.
///
/// ```
/// use dormouse::prelude::*;
/// use dormouse::test_util;
///
/// #[actor]
/// #[derive(Default)]
/// struct Gate {
///     waiting: Vec<ReplyTo<u32>>,
/// }
///
/// #[actor]
/// impl Gate {
///     #[call]
///     fn pass(&mut self, reply: ReplyTo<u32>) {
///         self.waiting.push(reply);
///     }
///
///     #[cast]
///     fn open(&mut self) {
///         for (place, reply) in (1..).zip(self.waiting.drain(..)) {
///             reply.send(place);
///         }
///     }
/// }
///
/// test_util::run(async {
///     let mut gate = Gate::default();
///     let (reply, answer) = test_util::reply_to();
///     gate.pass(reply);
///     gate.open();
///     assert_eq!(answer.await.unwrap(), 1);
/// });
/// ```
pub fn reply_to<T: Send + 'static, E: Send + 'static>() -> (
    ReplyTo<T, E>,
    impl Future<Output = Result<T, CallError<E>>> + Send + use<T, E>,
) {
    ReplyTo::deferred()
}

/// The name of a handler.
fn handler_name<A: crate::Actor>(message: &A::Message) -> &'static str {
    let spec = A::HANDLERS.get(A::handler(message));
    spec.map_or("", crate::actor::HandlerSpec::name)
}
