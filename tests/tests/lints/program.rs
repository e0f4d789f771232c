//! One of everything that the attributes can be given, as a crate that renamed dormouse.

use moused::Actor as _;
use moused::{
    AnyInfo, BoxError, Context, ExitReason, Hibernate, Outcome, ReplyTo, Scratch, Start,
    Supervisor as _, actor, supervisor,
};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// What one side said.
#[derive(Clone, Debug)]
pub struct Turn(pub String);

/// How often a message may be sent again.
const TIMES: u32 = 3;

/// What one user said, and what is remembered of it.
#[actor(crate = moused, hibernate_after = "30s", hibernate = may)]
#[derive(Debug)]
pub struct Session {
    user: String,
    turns: Vec<Turn>,
    index: Scratch<HashMap<String, usize>>,
}

impl Session {
    fn open(user: String) -> Result<Self, std::io::Error> {
        if user.is_empty() {
            return Err(std::io::Error::other("a user has a name"));
        }
        Ok(Self {
            user,
            turns: Vec::new(),
            index: Scratch::default(),
        })
    }
}

#[actor(crate = moused)]
impl Session {
    /// Adds a turn. The user thinks now, so the session sleeps at once.
    #[call]
    pub async fn store(&mut self, turn: Turn) -> Hibernate<usize> {
        std::future::ready(()).await;
        self.turns.push(turn);
        Hibernate(self.turns.len())
    }

    /// The last `n` turns.
    #[call]
    #[must_use]
    pub fn recall(&self, n: usize) -> Vec<Turn> {
        self.turns.iter().rev().take(n).cloned().collect()
    }

    /// Begins each incarnation.
    #[start]
    fn begin(&mut self, context: &Context<Self>) -> Outcome {
        self.turns.shrink_to_fit();
        Outcome::awake().then(context.timeout(std::time::Duration::from_secs(3600), 1_u64))
    }

    /// How often a word was said, told when it is counted.
    #[call]
    pub fn count(&mut self, word: String, reply: ReplyTo<usize, String>) -> Hibernate {
        let count = self.index.get(&word).copied();
        reply.send_result(count.ok_or(word));
        Hibernate(())
    }

    /// The same, for one who may go.
    #[call]
    pub async fn count_later(&mut self, mut reply: ReplyTo<()>, _context: &Context<Self>) {
        reply.closed().await;
    }

    /// Sent again, should it crash.
    ///
    /// # Errors
    ///
    /// When the word was never said; it is given back.
    #[call(retry = 2)]
    pub async fn find(&mut self, word: String, at: usize) -> Result<usize, String> {
        std::future::ready(()).await;
        self.index.get(&word).map(|found| found + at).ok_or(word)
    }

    /// Sent again, should it crash.
    #[call(priority, retry = TIMES)]
    pub fn first(&self) -> Option<String> {
        self.turns.first().map(|turn| turn.0.clone())
    }

    /// Something was sent.
    #[info]
    fn heard(&mut self, turn: Turn) {
        self.turns.push(turn);
    }

    /// Something of another kind was sent.
    #[info]
    async fn heard_number(&mut self, number: u64, context: &Context<Self>) -> Result<(), BoxError> {
        std::future::ready(()).await;
        self.turns.clear();
        context.send(Turn(number.to_string()))?;
        Ok(())
    }

    /// Something of no known kind was sent.
    #[info(other)]
    fn heard_other(&mut self, info: AnyInfo) -> Hibernate {
        self.user.push_str(info.type_name());
        Hibernate(())
    }

    /// Renames the user.
    #[cast]
    pub fn rename(&mut self, user: String) -> Outcome {
        self.user = user;
        Outcome::reply(()).hibernate()
    }

    /// Adds two numbers, whatever they are called.
    ///
    /// # Errors
    ///
    /// When the sum does not fit.
    #[call]
    pub fn sum(&mut self, reply: u8, message: u8) -> Result<u8, std::fmt::Error> {
        self.turns.clear();
        reply.checked_add(message).ok_or(std::fmt::Error)
    }

    /// The same, of a pair.
    ///
    /// # Errors
    ///
    /// When the sum does not fit.
    #[call]
    pub fn pair(
        &mut self,
        (a, b): (u8, u8),
        context: Context<Self>,
    ) -> Result<Outcome<u8>, std::fmt::Error> {
        let sum = a.checked_add(b).ok_or(std::fmt::Error)?;
        self.user = context.path();
        Ok(Outcome::reply(sum))
    }

    /// The same, later.
    #[call]
    pub async fn later(
        &mut self,
        mut turn: u8,
        context: &Context<Self>,
    ) -> Hibernate<Result<u8, std::fmt::Error>> {
        std::future::ready(()).await;
        turn = turn.wrapping_add(1);
        self.user = context.path();
        Hibernate(if turn == 0 {
            Err(std::fmt::Error)
        } else {
            Ok(turn)
        })
    }

    /// Raw names.
    #[call]
    #[must_use]
    pub fn r#type(&self, r#match: u8) -> (u8, String) {
        (r#match, self.user.clone())
    }

    /// Not on this platform.
    #[call]
    #[cfg(not(any(unix, windows)))]
    pub fn elsewhere(&mut self) {}

    /// On this platform.
    ///
    /// # Errors
    ///
    /// Never.
    #[cast]
    #[cfg(any(unix, windows))]
    #[deprecated]
    pub fn here(&mut self) -> Result<(), std::io::Error> {
        self.index = Scratch::default();
        Ok(())
    }

    #[every("60s")]
    fn tidy(&mut self) {
        self.turns.truncate(100);
    }

    #[every("5m")]
    async fn tidy_later(&mut self, context: &mut Context<Self>) -> Result<Hibernate, BoxError> {
        std::future::ready(&mut *context).await;
        self.user = context.path();
        Ok(Hibernate(()))
    }

    #[stop]
    async fn finish(
        &mut self,
        reason: &ExitReason,
        context: Context<Self>,
    ) -> Result<(), BoxError> {
        std::future::ready(()).await;
        self.user = format!("{} {reason}", context.path());
        Ok(())
    }

    #[on_hibernate]
    fn shed(&mut self) {
        self.user.truncate(100);
    }

    #[on_wake]
    fn refill(&mut self, context: &Context<Self>) {
        self.user.push_str(&context.path());
    }

    /// A plain method.
    #[must_use]
    pub fn user(&self) -> &str {
        &self.user
    }
}

/// One session per user, started on demand.
#[supervisor(crate = moused, strategy = simple_one_for_one, max_children = 50_000)]
#[derive(Debug)]
pub struct Sessions {
    #[child(start = |user: String| Session::open(user), restart = transient)]
    session: Session,
}

/// Keeps things.
#[actor(crate = moused, hibernate = never)]
#[derive(Debug)]
pub struct Store(PathBuf, u8);

impl Store {
    async fn open(path: &Path) -> Result<Self, std::io::Error> {
        Ok(Self(std::future::ready(path).await.to_owned(), 1))
    }
}

#[actor(crate = moused)]
impl Store {
    #[stop]
    fn end(&mut self) {
        self.1 = 0;
    }
}

/// Does one thing.
#[actor(crate = moused, hibernate = always, hibernate_after = std::time::Duration::from_secs(3))]
#[derive(Clone, Debug, Default)]
pub struct Tool;

#[actor(crate = moused)]
impl Tool {
    /// Runs it.
    #[call]
    pub fn run(&self) -> Hibernate<u8> {
        Hibernate(1)
    }
}

/// Everything that serves model contexts.
#[supervisor(crate = moused, strategy = one_for_one, intensity = 5, period = "60s", auto_hibernation)]
#[derive(Debug)]
pub struct App {
    path: PathBuf,
    #[child(start = Store::open(path).await?, shutdown = "10s")]
    store: Store,
    #[child(start = Sessions {})]
    sessions: Sessions,
    #[child(start = { let _kept = store.clone(); Tool }, shutdown = brutal_kill)]
    tools: Tool,
    /// Another.
    #[child]
    pub(crate) other: Tool,
}

/// A table.
#[actor(crate = moused)]
#[derive(Debug)]
pub struct Cache<K: Eq, V, const N: usize = 3>
where
    V: Clone,
{
    /// What is in it.
    pub entries: Vec<(K, V)>,
}

#[actor(crate = moused)]
impl<K: Eq + Send + 'static, V: Clone + Send + 'static, const N: usize> Cache<K, V, N> {
    /// Looks one up.
    #[call]
    pub fn get(&self, key: K) -> Option<V> {
        let found = self.entries.iter().find(|entry| entry.0 == key);
        found.map(|entry| entry.1.clone())
    }

    /// Puts one in.
    #[cast]
    pub async fn put(&mut self, key: K, value: V) {
        std::future::ready(()).await;
        self.entries.push((key, value));
    }

    /// Takes another one's place.
    ///
    /// # Errors
    ///
    /// Never.
    #[call]
    pub fn swap(&mut self, other: Box<Self>) -> Result<Box<Self>, std::fmt::Error> {
        let mut other = other;
        std::mem::swap(&mut other.entries, &mut self.entries);
        Ok(other)
    }

    /// So many zeros.
    #[call]
    #[must_use]
    pub fn zeros(&self) -> [u8; N] {
        [self.entries.is_empty().into(); N]
    }
}

#[derive(Debug, Default)]
struct Hidden;

#[actor(crate = ::moused)]
#[derive(Debug, Default)]
struct Private {
    hidden: Hidden,
}

#[actor(crate = ::moused)]
impl Private {
    #[cast]
    fn set(&mut self, hidden: Hidden) {
        self.hidden = hidden;
    }

    #[call]
    fn unused(&mut self) -> Result<u8, Hidden> {
        self.hidden = Hidden;
        Err(Hidden)
    }
}

#[supervisor(crate = moused, hibernate_after = "3s")]
#[derive(Debug)]
struct Small {
    #[child(restart = temporary)]
    private: Private,
    marker: u8,
    #[child(start = if *marker == 1 { Start::Ignore } else { Start::Ready(Cache { entries: vec![] }) })]
    cache: Cache<u8, u8, 4>,
}

#[supervisor(crate = moused, strategy = simple_one_for_one, auto_hibernation = "3s")]
#[derive(Debug)]
struct Tables<T: Send + Sync + Clone + 'static> {
    first: T,
    #[child(restart = temporary, start = |mut value: T, (a, b): (u8, u8)| {
        let key = a.checked_add(b).ok_or("too large")?;
        std::future::ready(()).await;
        if key == 0 {
            value = first.clone();
        }
        Cache { entries: vec![(key, value)] }
    })]
    table: Cache<u8, T, 4>,
}

#[supervisor(crate = moused)]
#[derive(Debug)]
struct Both<T: Send + Sync + Clone + 'static> {
    first: T,
    #[child(start = Tables { first: first.clone() })]
    tables: Tables<T>,
    #[child(start = Cache { entries: Vec::new() })]
    table: Cache<u8, T, 4>,
}

mod nested {
    use moused::actor;

    #[actor(crate = moused)]
    impl super::Elsewhere {
        /// A type that is called as the parameter of every handle.
        #[call]
        pub(crate) fn ping(&self, route: super::Route) -> super::Route {
            let Self = self;
            route
        }
    }
}

#[derive(Debug)]
pub(crate) struct Route;

#[actor(crate = moused)]
#[derive(Debug)]
pub(crate) struct Elsewhere;

macro_rules! made {
    ($name:ident, $ty:ty) => {
        #[actor(crate = moused)]
        #[derive(Debug)]
        struct $name($ty);

        #[actor(crate = moused)]
        impl $name {
            #[call]
            fn swap(&mut self, other: $ty) -> $ty {
                std::mem::replace(&mut self.0, other)
            }
        }
    };
}
made!(Made, u8);

/// Uses it all.
///
/// # Errors
///
/// When anything fails.
///
/// # Panics
///
/// When an answer is wrong.
pub async fn run() -> Result<(), BoxError> {
    #[actor(crate = moused)]
    #[derive(Clone, Copy, Debug)]
    struct Local;

    #[actor(crate = moused)]
    impl Local {
        #[call]
        fn one(&self) -> u8 {
            1
        }
    }

    let app = App {
        path: "sessions.db".into(),
    }
    .start()
    .await?;
    let ada: SessionRef = app.sessions().start_child("ada".to_owned()).await?;
    assert_eq!(ada.store(Turn("hello".to_owned())).await?, 1);
    assert_eq!(ada.recall(3).await?.len(), 1);
    assert_eq!(ada.sum(1, 2).await?, 3);
    assert_eq!(ada.pair((1, 2)).await?, 3);
    assert_eq!(ada.later(1).await?, 2);
    assert_eq!(ada.r#type(1).await?.0, 1);
    ada.rename("eve".to_owned())?;
    assert_eq!(app.tools().run().await? + app.other().run().await?, 2);
    assert_eq!(app.store(), app.store());
    assert!(app.tree().to_string().contains("sessions"));
    app.stop().await?;

    let small = Small { marker: 0 }.start().await?;
    small.private().set(Hidden)?;
    assert_eq!(small.cache().get(1).await?, None);
    drop(small);

    let both = Both { first: 7_u8 }.start().await?;
    let table = both.tables().start_child(8, (0, 0)).await?;
    assert_eq!(table.get(0).await?, Some(7));
    table.put(1, 2).map_err(BoxError::from)?;
    assert_eq!(table.zeros().await?, [0; 4]);
    let other = Box::new(Cache {
        entries: vec![(1, 1)],
    });
    assert_eq!(both.table().swap(other).await?.entries, []);

    assert_eq!(Local.spawn()?.one().await?, 1);
    assert_eq!(Made(1).spawn()?.swap(2).await?, 1);
    let Route = Elsewhere.spawn()?.ping(Route).await?;
    Ok(())
}
