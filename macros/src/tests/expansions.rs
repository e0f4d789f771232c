//! One expansion per kind of item.

use super::expands_to;
use crate::{actor, interface, supervisor};
use quote::quote;

#[test]
fn struct_with_options() {
    let args = quote!(
        hibernate_after = "30s",
        hibernate = always,
        name = "session"
    );
    let item = quote! {
        /// What one user said.
        #[derive(Debug)]
        pub struct Session {
            user: String,
            #[cfg(unix)]
            turns: Vec<Turn>,
        }
    };
    expands_to("struct_with_options", actor::expand(args, item));
}

#[test]
fn struct_that_keeps_fields() {
    let args = quote!(mailbox = LIMIT, overflow = drop_oldest, on_restart = clear);
    let item = quote! {
        struct Store {
            #[actor(keep)]
            cache: HashMap<Key, Row>,
            path: PathBuf,
            #[cfg(unix)]
            #[actor(keep)]
            socket: Option<Socket>,
        }
    };
    expands_to("struct_that_keeps_fields", actor::expand(args, item));
}

#[test]
fn handlers_on_other_ways() {
    let item = quote! {
        impl Session {
            #[cast(priority)]
            fn cancel(&mut self, job: u64) {}

            #[cast(wait)]
            pub async fn feed(&mut self, bytes: Vec<u8>) {}

            #[call(priority)]
            fn health(&self) -> bool {}
        }
    };
    expands_to("handlers_on_other_ways", actor::expand(quote!(), item));
}

#[test]
fn supervisor_with_partitions() {
    let args = quote!(partitions = 4);
    let item = quote! {
        /// Four stores.
        pub struct Stores {
            path: PathBuf,
            /// The store that has a key.
            #[child(start = |index| Store::open(path, index).await?, name = format!("store-{index}"))]
            store: Store,
        }
    };
    expands_to("supervisor_with_partitions", supervisor::expand(args, item));
}

#[test]
fn generic_struct() {
    let item = quote! {
        pub(crate) struct Cache<K: Eq, V = u8, const N: usize = 3>(K, V, [u8; N]) where V: Clone;
    };
    expands_to("generic_struct", actor::expand(quote!(crate = mouse), item));
}

#[test]
fn handlers_of_every_kind() {
    let item = quote! {
        impl Session {
            /// Adds a turn.
            #[call]
            pub async fn store(&mut self, turn: Turn) -> Hibernate<usize> {
                self.turns.push(turn);
                Hibernate(self.turns.len())
            }

            #[call]
            pub fn recall(&self, n: usize, context: &Context<Self>) -> Result<Vec<Turn>, Gone> {}

            #[call]
            fn outer(&mut self) -> anyhow::Result<Outcome<u8>> {}

            #[cast]
            #[deprecated]
            pub fn note(&mut self, (a, mut b): (u8, Vec<Self>)) -> Outcome {}

            #[every("60s")]
            async fn tidy(&mut self, mut context: &mut Context<Self>) -> Result<(), Full> {}

            #[stop]
            async fn end(&mut self, reason: &ExitReason) -> Result<(), Full> {}

            /// Not a handler.
            pub fn helper(&self) -> u32 { 1 }

            const LIMIT: usize = { 5 };
        }
    };
    expands_to("handlers_of_every_kind", actor::expand(quote!(), item));
}

#[test]
fn hooks_of_hibernation() {
    let item = quote! {
        impl Session {
            #[on_hibernate]
            fn shed(&mut self) {}

            #[on_wake]
            fn refill(&self, context: &Context<Self>) {}
        }
    };
    expands_to("hooks_of_hibernation", actor::expand(quote!(), item));
}

#[test]
fn interface_of_actors() {
    let item = quote! {
        /// Something that clients may run.
        pub trait Tool {
            /// Runs it.
            #[call]
            async fn run(&mut self, input: Value) -> Result<Value, Failed>;

            #[cast]
            #[cfg(feature = "notes")]
            fn note(&mut self, (a, b): (u8, u8));
        }
    };
    expands_to("interface_of_actors", interface::expand(quote!(), item));
}

#[test]
fn handlers_of_an_interface() {
    let item = quote! {
        impl<T> Calculator<T> where T: Send {
            #[call(interface = Tool)]
            async fn run(&mut self, input: Value) -> Result<Hibernate<Value>, Failed> {}

            #[cast(interface = (tools::Tool, Noted))]
            fn note(&mut self, note: T) {}
        }
    };
    expands_to("handlers_of_an_interface", actor::expand(quote!(), item));
}

#[test]
fn generic_handlers() {
    let item = quote! {
        impl<K: Send + 'static> super::Cache<K, u8> where Self: Sized {
            #[call]
            fn get(&self, key: K) -> Option<Box<Self>> {}

            #[cfg(feature = "put")]
            #[cast]
            fn put(&mut self, key: [u8; Self::LIMIT]) {}
        }
    };
    expands_to("generic_handlers", actor::expand(quote!(), item));
}

#[test]
fn infos() {
    let item = quote! {
        impl<T: Send + 'static> Board<T> {
            #[start]
            fn begin(&mut self) -> Outcome<(), Never> {}

            #[info]
            fn price(&mut self, price: Price<T>) {}

            #[info]
            async fn word(&mut self, context: &Context<Self>, word: String) -> Result<(), Full> {}

            #[info(other)]
            fn other(&mut self, info: AnyInfo) -> Outcome {}
        }
    };
    expands_to("infos", actor::expand(quote!(), item));
}

#[test]
fn no_handlers() {
    expands_to(
        "no_handlers",
        actor::expand(quote!(), quote!(impl Quiet {})),
    );
}

#[test]
fn static_supervisor() {
    let args = quote!(intensity = 5, period = "60s", auto_hibernation);
    let item = quote! {
        /// Everything.
        #[derive(Debug)]
        pub struct App {
            path: PathBuf,
            /// The store.
            #[child(start = Store::open(path).await?, shutdown = "10s")]
            store: Store,
            #[child(start = Tool::new(store.clone()), restart = transient, shutdown = brutal_kill)]
            pub(crate) tool: Tool,
            #[child]
            plain: Tool,
        }
    };
    expands_to("static_supervisor", supervisor::expand(args, item));
}

#[test]
fn named_children() {
    let item = quote! {
        struct Named {
            prefix: String,
            #[child(name = "store")]
            store: Store,
            #[child(name = format!("{prefix}-tool"), restart = temporary)]
            tool: Tool,
        }
    };
    expands_to("named_children", supervisor::expand(quote!(), item));
}

#[test]
fn dynamic_supervisor() {
    let args = quote!(
        strategy = simple_one_for_one,
        max_children = 50_000,
        hibernate_after = "5s"
    );
    let item = quote! {
        pub struct Sessions {
            limit: usize,
            #[child(start = |user: String, (a, b): (u8, u8)| Session::open(user, a + b, *limit).await)]
            session: Session,
        }
    };
    expands_to("dynamic_supervisor", supervisor::expand(args, item));
}

#[test]
fn calls_with_other_answers() {
    let item = quote! {
        impl Desk {
            #[call]
            fn ask(&mut self, question: Question, reply: ReplyTo<Answer, Refused>) -> Outcome {}

            #[call]
            async fn ask_later(&mut self, reply: ReplyTo<()>) {}

            #[call(retry = 2)]
            fn sell(&mut self, ticket: Ticket, price: u32) -> Result<Hibernate<u32>, Refused> {}

            #[call(retry = TIMES)]
            async fn sell_later(&mut self, context: &Context<Self>, ticket: Ticket) -> u32 {}
        }
    };
    expands_to("calls_with_other_answers", actor::expand(quote!(), item));
}

#[test]
fn temporary_children() {
    let item = quote! {
        struct Jobs {
            #[child(name = &job.name, start = |mut job: Job| Worker { job }, restart = temporary)]
            worker: Worker,
        }
    };
    let args = quote!(strategy = simple_one_for_one, auto_hibernation = false);
    expands_to("temporary_children", supervisor::expand(args, item));
}

#[test]
fn generic_supervisor() {
    let item = quote! {
        struct Pair<T: Send + Sync + 'static> {
            marker: PhantomData<T>,
            #[child]
            one: Cache<T>,
        }
    };
    expands_to("generic_supervisor", supervisor::expand(quote!(), item));
}
