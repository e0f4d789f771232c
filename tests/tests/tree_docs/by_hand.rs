//! What the attributes write, written by hand: no macro notes what is said here.

use dormouse::__private as private;
use dormouse::{Actor, ActorRef, Compaction, ExitReason, Handlers, Measure};

/// Is there without an attribute.
#[derive(Debug, Default)]
pub struct ByHand {}

/// What nobody can send.
#[derive(Debug)]
pub enum Nothing {}

impl private::HasPolicy for ByHand {
    type Policy = private::May;
}

impl Actor for ByHand {
    type Ref = ActorRef<Self>;
    const OPTIONS: private::ActorOptions = private::ActorOptions::new("ByHand");
    const POSITION: private::Position =
        private::Position::new(module_path!(), line!(), column!());

    fn handle_from(actor: ActorRef<Self>) -> ActorRef<Self> {
        actor
    }

    fn actor_of(handle: &ActorRef<Self>) -> &ActorRef<Self> {
        handle
    }

    fn compact(&mut self, _: &mut Compaction) {}

    fn measure(&self, _: &mut Measure) {}
}

impl Handlers for ByHand {
    type Message = Nothing;
    const HANDLERS: &'static [private::HandlerSpec] = &[];
    const INTERVALS: &'static [private::Interval<Nothing>] = &[];
    const STOP: bool = false;

    fn handler(message: &Nothing) -> usize {
        match *message {}
    }

    fn handle<'a>(
        &'a mut self,
        message: Nothing,
        _: private::Turn<'a, Self>,
    ) -> private::Step<impl Future<Output = private::Flow> + Send + 'a> {
        private::Step::<std::future::Pending<private::Flow>>::Ready(match message {})
    }

    fn terminate<'a>(
        &'a mut self,
        _: &'a ExitReason,
        _: private::Turn<'a, Self>,
    ) -> private::Step<impl Future<Output = Result<(), ExitReason>> + Send + 'a> {
        private::Step::<std::future::Pending<Result<(), ExitReason>>>::Ready(Ok(()))
    }
}
