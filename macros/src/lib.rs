//! The attributes of dormouse. Users name them through the `dormouse` crate.

#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]
#![allow(
    clippy::large_enum_variant,
    clippy::result_large_err,
    reason = "syntax trees are large, few and short-lived"
)]

mod actor;
mod args;
mod beside;
mod compact;
mod constant;
mod doubled;
mod duration;
mod errors;
mod frozen;
mod generics;
mod handle;
mod handlers;
mod interface;
mod looks;
mod sent;
mod span;
mod supervisor;
mod teach;
#[cfg(test)]
mod tests;
mod text;
mod tree;
mod twice;
mod types;
mod undefined;

use proc_macro::TokenStream;

/// Makes a struct an actor, and the methods of its impl block the messages it understands.
///
/// # On the struct
///
/// The struct is the actor's state. The attribute adds the type of its handles, named after
/// it: `Session` gets `SessionRef`. Beside its messages a handle has `stop()`, `tree()` and
/// `actor()`, the door to inspection.
///
/// | key | value | meaning |
/// | --- | --- | --- |
/// | `hibernate_after` | `"30s"`, or a constant `Duration` | how long the actor stays awake with nothing to do; left out: for ever |
/// | `freeze_after` | `"1h"`, or a constant `Duration` | how long it sleeps before its `Freezable` fields are frozen (feature `freeze`); left out: for ever |
/// | `name` | text, such as `"store"` | its one actor is registered under that name when it starts; found by `Store::registered()` |
/// | `hibernate` | `always`, `may`, `never` | what its handlers return: `Hibernate<T>`, what each likes, or plain values, with which nothing makes it hibernate; left out: `may`. Written out, `may` is an error where nothing of the actor could make it hibernate: no handler with `Hibernate`, `Outcome` or both `async` and a `Context`, and no `hibernate_after` |
/// | `mailbox` | a number | how many messages may wait; left out: as many as come |
/// | `overflow` | `wait`, `error`, `drop_oldest`, `drop_newest` | what becomes of a message that finds the mailbox full: its sender waits or is told, or one is dropped; left out: `wait` |
/// | `on_restart` | `keep`, `clear` | whether the next incarnation handles what waits, or its callers are told how the last one ended; left out: `keep` |
/// | `docs` | nothing, `true`, `false` | whether rustdoc shows handlers and options here, and the actor in the trees of its supervisors; left out: `true` |
/// | `crate` | a path | where dormouse is, when it was renamed |
///
/// A field with `#[actor(keep)]` outlives its incarnation: whatever `start` gives, the next state has the
/// field of the last one, after a panic as the panic left it. Its type needs a `Default`.
///
/// Durations are a whole number and a unit: `ms`, `s`, `m` or `h`.
///
/// # On the impl block
///
/// Methods with a mark become messages, and methods of the handle with the same name,
/// arguments, visibility and documentation. All others stay what they are. There is one such
/// block per actor; an actor without messages has an empty one.
///
/// | mark | meaning |
/// | --- | --- |
/// | [`#[call]`](macro@call) | the caller waits for the reply |
/// | [`#[cast]`](macro@cast) | the caller goes on at once |
/// | [`#[every("60s")]`](macro@every) | the clock sends it |
/// | [`#[info]`](macro@info) | a value of its argument's type arrives: sent, from a timer, or a notice |
/// | [`#[start]`](macro@start) | runs when an incarnation begins, before any message |
/// | [`#[stop]`](macro@stop) | runs when the actor ends |
/// | [`#[on_hibernate]`](macro@on_hibernate) | runs before the actor hibernates |
/// | [`#[on_wake]`](macro@on_wake) | runs before the first message after that |
///
/// `#[call(priority)]` and `#[cast(priority)]` overtake the messages without it, but not each other.
/// `#[cast(wait)]` gives a future, which waits for room in a mailbox with `overflow = wait`; other
/// casts get an error from one that is full, and so do values that others send to `#[info]` handlers.
///
/// Arguments are owned values, since they wait in the queue after the caller has gone on. An
/// argument of type `Context`, in any place, is not part of the message: it is the actor as
/// the handler sees it. Handlers take `&mut self`, or `&self` when they are not `async`; they
/// are `async` only where they await something.
///
/// An argument of type `ReplyTo<T>` or `ReplyTo<T, E>` in a call is not part of the message either: it is the
/// way back to the caller, who gets `T` or `E` by it, when and from where it is sent. Such a call returns
/// nothing, `Hibernate` or `Outcome`.
///
/// What a handler returns decides what comes next:
///
/// | return type | reply | then |
/// | --- | --- | --- |
/// | `T` | `T` | stays awake |
/// | `Hibernate<T>` | `T` | hibernates |
/// | `Outcome<T>` | as it says | as it says |
///
/// `T` may be `Result<T, E>`, and `Result<Hibernate<T>, E>` works as well: an error of a call
/// is a reply, and the actor goes on. An error of a cast, an interval or an info is a failure
/// of the actor. `Hibernate`, `Outcome` and `Result` are known by their names, so write them out.
///
/// # Example
///
/// ```ignore
/// use dormouse::prelude::*;
///
/// /// Counts.
/// #[actor(hibernate_after = "30s")]
/// #[derive(Default)]
/// pub struct Counter {
///     count: u64,
/// }
///
/// #[actor]
/// impl Counter {
///     /// Adds `n`, and says how many there are.
///     #[call]
///     pub fn add(&mut self, n: u64) -> u64 {
///         self.count += n;
///         self.count
///     }
/// }
///
/// let counter: CounterRef = Counter::default().spawn()?;
/// assert_eq!(counter.add(2).await?, 2);
/// ```
#[proc_macro_attribute]
pub fn actor(args: TokenStream, item: TokenStream) -> TokenStream {
    actor::expand(args.into(), item.into()).into()
}

/// Makes a struct a supervisor, whose children are the fields with [`#[child]`](macro@child).
///
/// The struct keeps its other fields: they are what the tree is started with, and `start`
/// expressions of children see them by name. The attribute adds the type of the supervisor's
/// handle, named after it: `App` gets `AppRef`, with a method for each child, and with `stop()`,
/// `tree()` and `supervisor()`, the door to administration.
///
/// | key | value | meaning |
/// | --- | --- | --- |
/// | `strategy` | `one_for_one`, `one_for_all`, `rest_for_one`, `simple_one_for_one` | what is restarted when a child fails: it alone, all children, or it and those below it; or there is one template, from which `start_child` makes children. Left out: `one_for_one` |
/// | `intensity` | a number | how many restarts are allowed within `period`; left out: 1 |
/// | `period` | `"5s"`, or a constant `Duration` | left out: 5 seconds |
/// | `auto_shutdown` | `never`, `any_significant`, `all_significant` | ends by itself when one, or the last, of its significant children has ended; left out: `never` |
/// | `auto_hibernation` | nothing, `false`, `"5s"` | hibernates when nothing was asked of it: for a second, never, or for that time |
/// | `hibernate_after` | `"5s"`, or a constant `Duration` | the same, with the time alone |
/// | `max_children` | a number | how many children may live at once, for `simple_one_for_one` and `dynamic` |
/// | `partitions` | nothing, or a number | declares one child that there are that many of, left out: one per core; `by_key(&key)` of the handle finds one. `intensity` left out: 3 |
/// | `dynamic` | nothing | declares no children: `start_child` takes a `ChildSpec` for each. `intensity` left out: 3 |
/// | `docs` | nothing, `true`, `false` | whether rustdoc shows the tree here and in the trees above; left out: `true` |
/// | `allow` | `zero_intensity`, `brutal_kill`, `single_child`, `no_significant` | does not warn of `intensity = 0` with a permanent child, of `shutdown = brutal_kill` on a child that is a supervisor, of a strategy for groups with one child, of an `auto_shutdown` that no declared child brings about |
/// | `crate` | a path | where dormouse is, when it was renamed |
///
/// Other attributes, such as `#[derive(..)]`, go below this one: a `derive` above it would see the
/// children as fields, and the compiler would say that there are no such fields.
///
/// # Example
///
/// ```ignore
/// use dormouse::prelude::*;
///
/// /// One session per user, started on demand.
/// #[supervisor(strategy = simple_one_for_one)]
/// pub struct Sessions {
///     #[child(start = |user: String| Session::open(user), restart = transient)]
///     session: Session,
/// }
///
/// /// Everything.
/// #[supervisor(strategy = rest_for_one, intensity = 5, period = "60s")]
/// pub struct App {
///     path: PathBuf,
///     #[child(start = Store::open(path).await?, shutdown = "10s")]
///     store: Store,
///     #[child(start = Sessions {})]
///     sessions: Sessions,
/// }
///
/// let app = App { path: "sessions.db".into() }.start().await?;
/// let ada: SessionRef = app.sessions().start_child("ada".to_owned()).await?;
/// ```
#[proc_macro_attribute]
pub fn supervisor(args: TokenStream, item: TokenStream) -> TokenStream {
    supervisor::expand(args.into(), item.into()).into()
}

/// Makes a trait an interface that different actors have in common.
///
/// Each method of the trait is a `#[call]` or a `#[cast]`, written as its handlers are, without a body. An
/// actor joins by naming the trait at each of its handlers for it: `#[call(interface = Tool)]`, or
/// `#[call(interface = (Tool, Named))]` for several.
///
/// The trait is then one of handles: `CalculatorRef` implements `Tool`, with methods that send. The attribute adds the
/// type of a handle to any of them, named after the trait: `Tool` gets `ToolRef`, made `From` a
/// handle of any actor with the interface. What it sends is handled as if sent by the typed handle.
///
/// | key | value | meaning |
/// | --- | --- | --- |
/// | `crate` | a path | where dormouse is, when it was renamed |
///
/// # Example
///
/// ```ignore
/// use dormouse::prelude::*;
///
/// /// Something that clients may run.
/// #[interface]
/// pub trait Tool {
///     /// Runs it.
///     #[call]
///     async fn run(&mut self, input: String) -> Result<String, ToolError>;
/// }
///
/// #[actor]
/// impl Calculator {
///     #[call(interface = Tool)]
///     async fn run(&mut self, input: String) -> Result<String, ToolError> { .. }
/// }
///
/// let mut tools: HashMap<String, ToolRef> = HashMap::new();
/// tools.insert("calculator".to_owned(), calculator.into());
/// let answer = tools["calculator"].run("1 + 1".to_owned()).await?;
/// ```
#[proc_macro_attribute]
pub fn interface(args: TokenStream, item: TokenStream) -> TokenStream {
    interface::expand(args.into(), item.into()).into()
}

/// Marks a method of an [`actor`](macro@actor)'s impl block as a message with a reply.
///
/// | key | value | meaning |
/// | --- | --- | --- |
/// | `priority` | nothing | it overtakes messages that have none |
/// | `blocking` | nothing | it may block its thread: it runs on one of tokio's blocking threads; not for `async` handlers |
/// | `interface` | a path, or several in parentheses | the [`interface`](macro@interface) that the handler belongs to |
/// | `retry` | a number | its message is handed to the next incarnation, up to that many times, when the actor panics over it or is killed; its caller goes on waiting, and the arguments must be `Clone` |
/// | `on_crash` | a path, such as `Self::bury` | the function gets the message when the actor panics over it, or fails: `fn bury(exit: &Exit, ..)` with the handler's arguments, which must be `Clone`; with `retry` once, when there are no more tries, for whatever reason |
#[proc_macro_attribute]
pub fn call(_: TokenStream, item: TokenStream) -> TokenStream {
    teach::method("call", item.into()).into()
}

/// Marks a method of an [`actor`](macro@actor)'s impl block as a message without a reply.
///
/// | key | value | meaning |
/// | --- | --- | --- |
/// | `priority` | nothing | it overtakes messages that have none |
/// | `wait` | nothing | the handle's method gives a future, which waits for room in a full mailbox with `overflow = wait` |
/// | `on_crash` | a path, such as `Self::bury` | the function gets the message when the actor panics over it, or fails: `fn bury(exit: &Exit, ..)` with the handler's arguments, which must be `Clone` |
/// | `blocking` | nothing | it may block its thread: it runs on one of tokio's blocking threads; not for `async` handlers |
/// | `interface` | a path, or several in parentheses | the [`interface`](macro@interface) that the handler belongs to |
#[proc_macro_attribute]
pub fn cast(_: TokenStream, item: TokenStream) -> TokenStream {
    teach::method("cast", item.into()).into()
}

/// Marks a method of an [`actor`](macro@actor)'s impl block as a message that the clock
/// sends, `#[every("60s")]`.
///
/// After the period, as in `#[every("60s", blocking)]`:
///
/// | key | value | meaning |
/// | --- | --- | --- |
/// | `blocking` | nothing | it may block its thread: it runs on one of tokio's blocking threads; not for `async` handlers |
/// | `on_crash` | a path, such as `Self::missed` | the function is called when the actor panics in the handler, or fails: `fn missed(exit: &Exit)` |
#[proc_macro_attribute]
pub fn every(_: TokenStream, item: TokenStream) -> TokenStream {
    teach::method("every", item.into()).into()
}

/// Marks a method of an [`actor`](macro@actor)'s impl block as the handler of infos of one type.
///
/// An info is a value that arrives besides calls and casts: what others send, timers, notices. Its type says
/// which handler gets it, so that there is one `#[info]` handler for each type; it is no method of the handle.
/// What has no handler is a warning, unless there is an `#[info(other)]` for it:
/// `fn other(&mut self, info: AnyInfo) -> Hibernate { .. }`.
///
/// | key | value | meaning |
/// | --- | --- | --- |
/// | `other` | nothing | it takes what no other handler does, as an `AnyInfo`; one of an actor |
/// | `blocking` | nothing | it may block its thread: it runs on one of tokio's blocking threads; not for `async` handlers |
/// | `on_crash` | a path, such as `Self::bury` | the function gets the value when the actor panics over it, or fails: `fn bury(exit: &Exit, value: T)`, where `T` must be `Clone` |
#[proc_macro_attribute]
pub fn info(_: TokenStream, item: TokenStream) -> TokenStream {
    teach::method("info", item.into()).into()
}

/// Marks the method of an [`actor`](macro@actor)'s impl block that runs when an incarnation begins.
///
/// It runs in the actor, before any message, after the supervisor has gone on with its next child; messages
/// wait for it. It may take a `Context`, and returns what a cast returns: it may hibernate, fail and stop.
#[proc_macro_attribute]
pub fn start(_: TokenStream, item: TokenStream) -> TokenStream {
    teach::method("start", item.into()).into()
}

/// Marks the method of an [`actor`](macro@actor)'s impl block that runs when the actor ends.
///
/// It may take the reason, `&ExitReason`, and a `Context`, and may return
/// `Result<(), E>`.
#[proc_macro_attribute]
pub fn stop(_: TokenStream, item: TokenStream) -> TokenStream {
    teach::method("stop", item.into()).into()
}

/// Marks the method of an [`actor`](macro@actor)'s impl block that runs before it hibernates, and before its state is
/// compacted: `fn shed(&mut self)`, with a `Context` if it wants one.
///
/// It is the place to let go of what can be had again and that the runtime does not know, such as a connection. It
/// cannot wait. It is not called for a hibernation that is skipped because a message waits; where a message
/// comes just then, [`#[on_wake]`](macro@on_wake) follows at once. A panic in it is an event, and the actor
/// hibernates.
#[proc_macro_attribute]
pub fn on_hibernate(_: TokenStream, item: TokenStream) -> TokenStream {
    teach::method("on_hibernate", item.into()).into()
}

/// Marks the method of an [`actor`](macro@actor)'s impl block that runs after hibernation, before the first message is
/// handled, before a handler that hibernated goes on, and before the `#[stop]` method: `fn refill(&mut self)`, with a
/// `Context` if it wants one.
///
/// The message waits for it, and it cannot wait itself. Inspection does not call it, for that wakes nobody. A panic
/// in it is an event, and the message is handled.
#[proc_macro_attribute]
pub fn on_wake(_: TokenStream, item: TokenStream) -> TokenStream {
    teach::method("on_wake", item.into()).into()
}

/// Marks the method of an [`actor`](macro@actor)'s impl block that says what is shown of the actor, in the event of
/// its failure and to who asks for its status: `fn shown(&self, status: &mut FormatStatus)`.
///
/// Without one, nothing of the state is shown.
#[proc_macro_attribute]
pub fn format_status(_: TokenStream, item: TokenStream) -> TokenStream {
    teach::method("format_status", item.into()).into()
}

/// Marks a field of a [`supervisor`](macro@supervisor) as a child.
///
/// | key | value | meaning |
/// | --- | --- | --- |
/// | `start` | an expression | makes the child's state, at every start and restart; left out: `Default` |
/// | `restart` | `permanent`, `transient`, `temporary` | restarted always, after a failure, or never; left out: `permanent` |
/// | `name` | text, such as `"store"`, or an expression that gives text | the actor is registered under that name, before `start` is evaluated; found by `Store::whereis("store")` |
/// | `shutdown` | `"5s"`, `brutal_kill`, `infinity` | how long it may take to stop; left out: 5 seconds for actors, any time for supervisors |
/// | `backoff` | nothing, or `(initial = "100ms", max = "10s", factor = 2.0, jitter = 0.1)` | waits before it is started again, longer each time; left out: no pause |
/// | `start_timeout` | `"5s"`, or a constant `Duration` | a start that awaits for longer has failed; left out: any time |
/// | `significant` | nothing, `true`, `false` | its end counts for the supervisor's `auto_shutdown`; not for `permanent` children |
/// | `drain` | nothing, `true`, `false` | handles what waits before it stops, within its `shutdown` time |
/// | `docs` | nothing, `true`, `false` | whether rustdoc shows what the child's own type says; left out: `true` |
///
/// A `start` expression gives `S`, `Result<S, E>` or `Start<S>`; it may use `.await`, `?` and `return`. A
/// `return` gives the same; only beside a `?` it gives a `Result` with a `Start<S>`, as in
/// `return Ok(Start::Ignore)`.
/// The supervisor's plain fields, and the handles of the children above, are in scope by
/// name, as references. A `name` expression sees the plain fields and, as references, the arguments of
/// `start_child`. Below `strategy = simple_one_for_one` a closure says what
/// `start_child` takes: `start = |user: String| Session::open(user)`. Below `partitions` it takes the number of
/// the partition, from 0 up: `start = |index| Store::open(index)`; a `name` expression sees that number too.
#[proc_macro_attribute]
pub fn child(_: TokenStream, item: TokenStream) -> TokenStream {
    teach::field(item.into()).into()
}

/// Lets the runtime measure a type inside an actor's state, and compact it when the actor falls
/// asleep.
///
/// Each field is treated as far as its type can, without a bound: one that is `Compact` is
/// measured and compacted, one that is not is left alone and reported as *not measured*. Type
/// parameters get the bound `T: Compact`.
///
/// | attribute | on | meaning |
/// | --- | --- | --- |
/// | `#[compact(skip)]` | a field | neither measured nor compacted, and not reported |
/// | `#[compact(crate = path)]` | the type | the path of a `dormouse` that was renamed |
///
/// # Examples
///
/// ```ignore
/// use dormouse::{Compact, Scratch};
///
/// #[derive(Compact)]
/// struct Turn {
///     text: String,
///     words: Scratch<Vec<String>>,
///     #[compact(skip)]
///     parser: Parser,
/// }
/// ```
#[proc_macro_derive(Compact, attributes(compact))]
pub fn compact(item: TokenStream) -> TokenStream {
    compact::expand(item.into()).into()
}

/// What the other attributes leave where `cfg(doc)` is set.
#[doc(hidden)]
#[proc_macro_attribute]
pub fn document(args: TokenStream, item: TokenStream) -> TokenStream {
    tree::document(args.into(), item.into()).into()
}

/// What the macro of a type calls that has one.
#[doc(hidden)]
#[proc_macro]
pub fn found(tokens: TokenStream) -> TokenStream {
    tree::found(tokens.into()).into()
}

/// What stands in for the macro of a type that has none.
#[doc(hidden)]
#[proc_macro]
pub fn unknown(tokens: TokenStream) -> TokenStream {
    tree::unknown(tokens.into()).into()
}

/// The text of a page, as a macro.
#[doc(hidden)]
#[proc_macro]
pub fn page(tokens: TokenStream) -> TokenStream {
    tree::page(tokens.into()).into()
}
