//! Different actors behind one interface.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use dormouse::DynCall;
use dormouse::prelude::*;
use tokio::time::Instant;

/// What tools fail with.
#[derive(Debug, PartialEq, Eq)]
pub struct ToolError(String);

impl fmt::Display for ToolError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ToolError {}

/// Something that clients may run.
#[interface]
pub trait Tool {
    /// Runs it.
    #[call]
    async fn run(&mut self, input: String) -> Result<String, ToolError>;

    #[call]
    fn name(&self) -> String;

    /// Nobody waits for it.
    #[cast]
    fn note(&mut self, text: String);
}

/// A second one, in a module of its own.
mod named {
    use dormouse::prelude::*;

    #[interface]
    pub(crate) trait Named {
        #[call]
        fn name(&self) -> String;
    }
}

use named::NamedRef;

/// Sleeps after each run, which nobody sees.
#[actor]
#[derive(Default)]
struct Echo {
    notes: Vec<String>,
}

#[actor]
impl Echo {
    #[call(interface = Tool)]
    async fn run(&mut self, input: String) -> Result<Hibernate<String>, ToolError> {
        tokio::task::yield_now().await;
        if input.is_empty() {
            return Err(ToolError("nothing to say".to_owned()));
        }
        Ok(Hibernate(format!("{input}{}", self.notes.concat())))
    }

    #[call(interface = (Tool, named::Named))]
    fn name(&self, context: &Context<Self>) -> String {
        context.path()
    }

    #[cast(interface = Tool)]
    fn note(&mut self, text: String) {
        self.notes.push(text);
    }

    #[call]
    fn own(&self) -> usize {
        self.notes.len()
    }
}

#[actor]
#[derive(Default)]
struct Counter<T> {
    count: T,
}

#[actor]
impl<T: fmt::Display + Copy + Send + Sync + std::ops::AddAssign<T> + From<u8> + 'static>
    Counter<T>
{
    #[call(interface = Tool)]
    fn run(&mut self, input: String) -> Result<String, ToolError> {
        let by: u8 = input.parse().map_err(|_| ToolError(input))?;
        self.count += T::from(by);
        Ok(self.count.to_string())
    }

    #[call(interface = Tool)]
    fn name(&self) -> Outcome<String> {
        Outcome::reply("counter".to_owned()).then_stop(ExitReason::Normal)
    }

    #[cast(interface = Tool)]
    fn note(&mut self, text: String) {
        panic!("{text}");
    }
}

#[supervisor]
struct App {
    #[child]
    echo: Echo,
    #[child]
    counter: Counter<u32>,
}

#[tokio::test(start_paused = true)]
async fn a_table_of_different_actors() {
    let app = App {}.start().await.unwrap();
    let mut tools: HashMap<&str, ToolRef> = HashMap::new();
    tools.insert("echo", app.echo().into());
    tools.insert("counter", app.counter().into());

    assert_eq!(tools["echo"].run("hi".to_owned()).await.unwrap(), "hi");
    assert_eq!(tools["counter"].run("4".to_owned()).await.unwrap(), "4");
    assert_eq!(tools["counter"].run("3".to_owned()).await.unwrap(), "7");
    tools["echo"].note("!".to_owned()).unwrap();
    let again = tools["echo"].clone();
    assert_eq!(again.run("hi".to_owned()).await.unwrap(), "hi!");
    assert_eq!(app.echo().own().await.unwrap(), 1);
    assert_eq!(again.name().await.unwrap(), "App/echo");
    assert_eq!(format!("{again:?}"), "ActorRef(App/echo)");
}

#[tokio::test(start_paused = true)]
async fn errors_are_those_of_the_typed_handle() {
    let app = App {}.start().await.unwrap();
    let (echo, counter) = (ToolRef::from(app.echo()), ToolRef::from(app.counter()));
    let error = echo.run(String::new()).await.unwrap_err();
    assert_eq!(
        error.into_reply(),
        Some(ToolError("nothing to say".to_owned()))
    );

    // The handler replies and stops; the next incarnation serves the handle.
    assert_eq!(counter.name().await.unwrap(), "counter");
    assert_eq!(counter.run("1".to_owned()).await.unwrap(), "1");
    counter.note("told to".to_owned()).unwrap();

    app.stop().await.unwrap();
    let error = echo.run("hi".to_owned()).await.unwrap_err();
    assert!(matches!(error, CallError::NoProcess(_)), "{error}");
    assert!(echo.note("hi".to_owned()).is_err());
}

#[tokio::test(start_paused = true)]
async fn nothing_is_sent_before_the_first_poll() {
    let echo = Echo::default().spawn().unwrap();
    let tool = ToolRef::from(echo.clone());
    drop(tool.run("hi".to_owned()));
    assert_eq!(echo.own().await.unwrap(), 0);
    let call = tool.run("hi".to_owned());
    tool.note("!".to_owned()).unwrap();
    assert_eq!(call.await.unwrap(), "hi!");
}

#[tokio::test(start_paused = true)]
async fn an_actor_may_have_several_interfaces() {
    let echo = Echo::default().spawn().unwrap();
    let named: NamedRef = echo.clone().into();
    let tool: ToolRef = echo.into();
    assert_eq!(named.name().await.unwrap(), tool.name().await.unwrap());
}

#[tokio::test(start_paused = true)]
async fn a_handle_with_an_interface_keeps_an_actor_alive() {
    let echo = Echo::default().spawn().unwrap();
    let weak = echo.actor().downgrade();
    let tool = ToolRef::from(echo);
    assert_eq!(tool.run("hi".to_owned()).await.unwrap(), "hi");
    drop(tool);
    assert_eq!(weak.upgrade(), None);
}

/// Functions can take any such handle, and tests can stand in for an actor.
#[derive(Debug)]
struct Deaf;

impl Tool for Deaf {
    fn run(&self, input: String) -> DynCall<'_, String, ToolError> {
        DynCall::new(async { Err(CallError::Reply(ToolError(input))) })
    }

    fn name(&self) -> DynCall<'_, String> {
        DynCall::new(std::future::ready(Ok("deaf".to_owned())))
    }

    fn note(&self, _: String) -> Result<(), dormouse::CastError> {
        Ok(())
    }
}

async fn name_of(tool: &impl Tool) -> String {
    tool.name().await.unwrap()
}

#[tokio::test(start_paused = true)]
async fn the_interface_is_a_trait_of_handles() {
    let echo = Echo::default().spawn().unwrap();
    assert_eq!(name_of(&echo).await, "Echo");
    assert_eq!(name_of(&Deaf).await, "deaf");
    let deaf = ToolRef::from(Deaf);
    assert!(deaf.run("hi".to_owned()).await.is_err());
    deaf.note(String::new()).unwrap();
}

/// What an actor may do behind an interface, and others need not.
#[interface]
trait Desk {
    #[call]
    async fn work(&mut self, time: Duration) -> u32;

    #[call]
    fn later(&self) -> u32;

    #[call]
    fn once(&mut self, crashes: Arc<AtomicU32>) -> u32;
}

#[actor]
#[derive(Default)]
struct Clerk {
    waiting: Option<ReplyTo<u32>>,
}

#[actor]
impl Clerk {
    #[call(interface = Desk)]
    async fn work(&mut self, time: Duration) -> u32 {
        tokio::time::sleep(time).await;
        1
    }

    /// Answers when it is asked again.
    #[call(interface = Desk)]
    fn later(&mut self, reply: ReplyTo<u32>) {
        if let Some(first) = self.waiting.replace(reply) {
            first.send(2);
        }
    }

    #[call(interface = Desk, retry = 1)]
    fn once(&mut self, crashes: Arc<AtomicU32>) -> u32 {
        assert!(crashes.fetch_add(1, Ordering::SeqCst) > 0, "as asked");
        3
    }

    /// Calls itself through the interface, which is answered by a later message.
    #[call]
    async fn ask_itself(&mut self, own: DeskRef) -> bool {
        matches!(own.later().await, Err(CallError::CallingSelf(_)))
    }
}

#[supervisor]
struct Office {
    #[child]
    clerk: Clerk,
}

#[tokio::test(start_paused = true)]
async fn calls_through_an_interface_have_time_outs() {
    let began = Instant::now();
    let clerk = Clerk::default().spawn().unwrap();
    let desk = DeskRef::from(clerk);
    let day = Duration::from_secs(86_400);
    let second = Duration::from_secs(1);
    assert_eq!(desk.work(second).timeout(day).await.unwrap(), 1);
    let late = desk.work(day).timeout(second).await.unwrap_err();
    let CallError::Timeout(timeout) = &late else {
        panic!("{late}");
    };
    assert_eq!((timeout.path(), timeout.handler()), ("Clerk", "work"));
    assert_eq!(
        late.to_string(),
        "no reply from `work` of actor `Clerk` within 1s"
    );
    assert_eq!(began.elapsed(), 2 * second);

    let stand_in: DynCall<'_, u32> = DynCall::new(std::future::pending());
    let late = stand_in.timeout(second).await.unwrap_err();
    assert_eq!(late.to_string(), "no reply within 1s");
}

#[tokio::test(start_paused = true)]
async fn what_a_handler_says_of_its_message_holds_behind_an_interface() {
    dormouse::install_panic_hook();
    let office = Office {}.start().await.unwrap();
    let desk = DeskRef::from(office.clerk());
    assert_eq!(desk.once(Arc::default()).await.unwrap(), 3, "handed on");
    assert_eq!(office.clerk().actor().generation(), 2);

    let (one, other) = (desk.later(), desk.clone());
    let second = tokio::spawn(async move { other.later().await });
    let first = one.await;
    assert_eq!(first.unwrap(), 2);
    assert!(office.clerk().ask_itself(desk.clone()).await.unwrap());
    second.abort();
}
