//! What a handler may say comes next.

use std::time::Duration;

use tokio::time::Instant;

use super::Context;
use super::timers::later;
use crate::actor::Actor;
use crate::info::next::{After, Continue};
use crate::info::tie::{Hold, Tie};
use crate::info::{Info, Receive};

impl<A: Actor> Context<A> {
    /// A time-out for [`Outcome::then`](crate::Outcome::then): unless another message comes within `duration`,
    /// `value` comes, as an info.
    ///
    /// Any message that is handled ends the time-out for good, and there is one at a time; inspection does not
    /// disturb it. With a duration of zero the value comes before all that waits. The actor may hibernate
    /// meanwhile, at once by [`Outcome::hibernate`](crate::Outcome::hibernate). (Erlang/OTP 28, `gen_server`,
    /// `{timeout, T, Msg}` and `{hibernate, T, Msg}`; for a time-out by an integer see [`After::plain`].)
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use dormouse::prelude::*;
    ///
    /// struct Quiet;
    ///
    /// #[actor]
    /// struct Line;
    ///
    /// #[actor]
    /// impl Line {
    ///     #[call]
    ///     fn say(&self, context: &Context<Self>) -> Outcome {
    ///         Outcome::awake().then(context.timeout(Duration::from_secs(30), Quiet))
    ///     }
    ///
    ///     #[info]
    ///     fn quiet(&self, _: Quiet) -> Outcome {
    ///         Outcome::stop(ExitReason::Normal)
    ///     }
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let line = Line.spawn()?;
    /// let stopped = line.actor().stopped();
    /// line.say().await?;
    /// assert_eq!(stopped.await?.reason().to_string(), "normal");
    /// # Ok(())
    /// # }
    /// ```
    pub fn timeout<T>(&self, duration: Duration, value: T) -> After
    where
        A: Receive<T>,
        T: Send + 'static,
    {
        self.timeout_at(later(duration), value)
    }

    /// The same at an instant; one that is over is a duration of zero.
    pub fn timeout_at<T>(&self, at: Instant, value: T) -> After
    where
        A: Receive<T>,
        T: Send + 'static,
    {
        let tie = Tie::new(Hold::Nothing);
        let message = A::message(Info::tied(value, &tie));
        After::new(at, message, tie)
    }

    /// A step for [`Outcome::then`](crate::Outcome::then): `value` comes next, as an info, before all that waits.
    ///
    /// The reply of the handler that says so is sent before. Steps that continue run back to back; a stop or a
    /// kill comes between, as always (Erlang/OTP, `{continue, Term}`).
    pub fn continue_with<T>(&self, value: T) -> Continue
    where
        A: Receive<T>,
        T: Send + 'static,
    {
        Continue::new(A::message(Info::new(value)))
    }
}
