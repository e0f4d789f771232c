//! The programs: the same actors, each with two calls and a cast, started and asked once.

use std::fmt::Write as _;
use std::path::Path;

use super::Failure;

/// What the actors of a program are made with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Library {
    Tokio,
    Dormouse,
    Ractor,
    Kameo,
}

impl Library {
    pub(crate) const ALL: [Self; 4] = [Self::Tokio, Self::Dormouse, Self::Ractor, Self::Kameo];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Tokio => "tokio by hand",
            Self::Dormouse => "dormouse",
            Self::Ractor => "ractor",
            Self::Kameo => "kameo",
        }
    }

    fn dependency(self) -> String {
        match self {
            Self::Tokio => String::new(),
            Self::Dormouse => {
                let runtime = concat!(env!("CARGO_MANIFEST_DIR"), "/../runtime");
                format!("dormouse = {{ path = {runtime:?} }}")
            }
            Self::Ractor => "ractor = \"=0.16.5\"".to_owned(),
            Self::Kameo => "kameo = \"=0.22.2\"".to_owned(),
        }
    }

    /// One actor, in a module of its own; `{}` is its number. Its first handler is what an edit touches: it has
    /// `CHANGED` in it.
    fn actor(self) -> &'static str {
        match self {
            Self::Tokio => TOKIO,
            Self::Dormouse => DORMOUSE,
            Self::Ractor => RACTOR,
            Self::Kameo => KAMEO,
        }
    }

    /// How one is started and asked. `{}` is its number.
    fn use_of(self) -> &'static str {
        match self {
            Self::Tokio => {
                "let handle = actor{}::spawn({});\n    total += handle.add(1).await.unwrap();"
            }
            Self::Dormouse => {
                "let handle = dormouse::Actor::spawn(actor{}::Actor{} { count: {} }).unwrap();\n    total += handle.add(1).await.unwrap();"
            }
            Self::Ractor => {
                "let (handle, _) = ractor::Actor::spawn(None, actor{}::Actor{}, {}).await.unwrap();\n    total += ractor::call!(handle, actor{}::Message::Add, 1).unwrap();"
            }
            Self::Kameo => {
                "let handle = <actor{}::Actor{} as kameo::actor::Spawn>::spawn(actor{}::Actor{} { count: {} });\n    total += handle.ask(actor{}::Add { n: 1 }).await.unwrap();"
            }
        }
    }
}

const DORMOUSE: &str = r#"use dormouse::prelude::*;

#[actor]
pub struct Actor{} {
    pub count: u64,
}

#[actor]
impl Actor{} {
    #[call]
    pub fn add(&mut self, n: u64) -> u64 {
        self.count += n + CHANGED;
        self.count
    }

    #[call]
    pub fn describe(&self, prefix: String) -> String {
        prefix + &self.count.to_string()
    }

    #[cast]
    pub fn reset(&mut self) {
        self.count = 0;
    }
}
"#;

const RACTOR: &str = r#"use ractor::{Actor, ActorProcessingErr, ActorRef, RpcReplyPort};

pub struct Actor{};

pub enum Message {
    Add(u64, RpcReplyPort<u64>),
    Describe(String, RpcReplyPort<String>),
    Reset,
}

impl Actor for Actor{} {
    type Msg = Message;
    type State = u64;
    type Arguments = u64;

    async fn pre_start(&self, _: ActorRef<Message>, count: u64) -> Result<u64, ActorProcessingErr> {
        Ok(count)
    }

    async fn handle(
        &self,
        _: ActorRef<Message>,
        message: Message,
        count: &mut u64,
    ) -> Result<(), ActorProcessingErr> {
        match message {
            Message::Add(n, reply) => {
                *count += n + CHANGED;
                let _ = reply.send(*count);
            }
            Message::Describe(prefix, reply) => {
                let _ = reply.send(prefix + &count.to_string());
            }
            Message::Reset => *count = 0,
        }
        Ok(())
    }
}
"#;

const KAMEO: &str = r#"use kameo::prelude::*;

#[derive(Actor)]
pub struct Actor{} {
    pub count: u64,
}

#[messages]
impl Actor{} {
    #[message]
    pub fn add(&mut self, n: u64) -> u64 {
        self.count += n + CHANGED;
        self.count
    }

    #[message]
    pub fn describe(&self, prefix: String) -> String {
        prefix + &self.count.to_string()
    }

    #[message]
    pub fn reset(&mut self) {
        self.count = 0;
    }
}
"#;

const TOKIO: &str = r#"use tokio::sync::{mpsc, oneshot};

enum Message {
    Add(u64, oneshot::Sender<u64>),
    Describe(String, oneshot::Sender<String>),
    Reset,
}

#[derive(Clone)]
pub struct Actor{}(mpsc::UnboundedSender<Message>);

pub fn spawn(mut count: u64) -> Actor{} {
    let (sender, mut messages) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Some(message) = messages.recv().await {
            match message {
                Message::Add(n, reply) => {
                    count += n + CHANGED;
                    let _ = reply.send(count);
                }
                Message::Describe(prefix, reply) => {
                    let _ = reply.send(prefix + &count.to_string());
                }
                Message::Reset => count = 0,
            }
        }
    });
    Actor{}(sender)
}

impl Actor{} {
    pub async fn add(&self, n: u64) -> Option<u64> {
        let (sender, reply) = oneshot::channel();
        self.0.send(Message::Add(n, sender)).ok()?;
        reply.await.ok()
    }

    pub async fn describe(&self, prefix: String) -> Option<String> {
        let (sender, reply) = oneshot::channel();
        self.0.send(Message::Describe(prefix, sender)).ok()?;
        reply.await.ok()
    }

    pub fn reset(&self) {
        let _ = self.0.send(Message::Reset);
    }
}
"#;

/// Writes the package of a program with that many actors.
pub(crate) fn write(folder: &Path, library: Library, actors: usize) -> Result<(), Failure> {
    let source = folder.join("src");
    std::fs::create_dir_all(&source)?;
    let manifest = format!(
        "[package]\nname = \"program\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n{}\n\
         tokio = {{ version = \"1\", features = [\"macros\", \"rt-multi-thread\", \"sync\"] }}\n\n[workspace]\n",
        library.dependency()
    );
    std::fs::write(folder.join("Cargo.toml"), manifest)?;
    let mut main = "#![allow(dead_code)]\n\n".to_owned();
    for actor in 0..actors {
        writeln!(main, "mod actor{actor};")?;
        edit(folder, library, actor, 0)?;
    }
    main.push_str("\n#[tokio::main]\nasync fn main() {\n    let mut total = 0;\n");
    for actor in 0..actors {
        let lines = library.use_of().replace("{}", &actor.to_string());
        writeln!(main, "    {lines}")?;
    }
    main.push_str("    println!(\"{total}\");\n}\n");
    std::fs::write(source.join("main.rs"), main)?;
    Ok(())
}

/// Writes an actor, with another number in its first handler for each `change`.
pub(crate) fn edit(
    folder: &Path,
    library: Library,
    actor: usize,
    change: usize,
) -> Result<(), Failure> {
    let text = library
        .actor()
        .replace("{}", &actor.to_string())
        .replace("CHANGED", &change.to_string());
    let file = folder.join("src").join(format!("actor{actor}.rs"));
    std::fs::write(file, text)?;
    Ok(())
}
