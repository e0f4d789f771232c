//! Generic actors: what their messages may hold, and which bounds they need not repeat.

use std::marker::PhantomData;
use std::sync::Arc;

use dormouse::prelude::*;

#[actor]
struct Session<T> {
    values: Vec<T>,
    last: Option<Job<T>>,
}

struct Job<T> {
    value: T,
    from: Vec<SessionRef<T>>,
    other: Option<OtherRef<T>>,
}

#[actor]
impl<T: Clone + Send + 'static> Session<T> {
    #[call]
    fn push(&mut self, job: Job<T>) -> usize {
        self.values.push(job.value.clone());
        self.last = Some(job);
        self.values.len()
    }

    #[call]
    async fn take(&mut self) -> Option<Job<T>> {
        self.last.take()
    }
}

/// What a parameter of the block gives back is one of the block's own.
#[actor]
struct Worker<F> {
    job: F,
}

#[actor]
impl<R: PartialEq + Send + 'static, F: Fn() -> R + Send + 'static> Worker<F> {
    #[call]
    fn is_steady(&self) -> bool {
        (self.job)() == (self.job)()
    }
}

#[tokio::test]
async fn a_block_may_have_parameters_that_its_bounds_determine() {
    let worker = Worker { job: || 7 }.spawn().unwrap();
    assert!(worker.is_steady().await.unwrap());
}

#[actor]
struct Other<T> {
    session: SessionRef<T>,
}

#[actor]
impl<T: Clone + Send + 'static> Other<T> {
    #[cast]
    fn put(&mut self, job: Job<T>) {
        self.session = job.from[0].clone();
    }
}

#[tokio::test]
async fn they_hold_each_other() {
    let session = Session {
        values: vec![1],
        last: None,
    }
    .spawn()
    .unwrap();
    let other = Other {
        session: session.clone(),
    }
    .spawn()
    .unwrap();
    let job = |value| Job {
        value,
        from: vec![session.clone()],
        other: Some(other.clone()),
    };
    assert_eq!(session.push(job(2)).await.unwrap(), 2);
    other.put(job(3)).unwrap();
    let job = session.take().await.unwrap().unwrap();
    assert!(job.other.is_some());
}

trait Source: Send + 'static {
    type Item: Clone + Send;

    fn item(&self) -> Self::Item;
}

impl Source for u32 {
    type Item = Self;

    fn item(&self) -> Self {
        *self
    }
}

type Map<S> = Arc<dyn Fn(&S) -> u32 + Send + Sync>;

/// What a parameter must be may be said by other bounds.
#[actor]
struct Reader<S: Source, M, const N: usize> {
    source: S,
    mark: PhantomData<fn() -> M>,
    read: [Option<S::Item>; N],
}

#[actor]
impl<S: Source, M: 'static, const N: usize> Reader<S, M, N>
where
    S::Item: Sync,
{
    #[call]
    async fn read(&mut self, first: Option<S::Item>) -> Vec<S::Item> {
        let next = self.source.item();
        self.read = std::array::from_fn(|_| first.clone().or_else(|| Some(next.clone())));
        self.read.iter().flatten().cloned().collect()
    }

    #[call]
    fn map(&self, map: Map<S>) -> [u32; N] {
        [map(&self.source); N]
    }

    #[info]
    fn item(&mut self, item: [S; N], context: &Context<Self>) {
        assert!(context.path().to_string().len() > 1);
        self.read = std::array::from_fn(|at| Some(item[at].item()));
    }
}

#[supervisor]
struct Readers<S: Source + Clone + Sync>
where
    S::Item: Sync,
{
    source: S,
    #[child(start = Reader { source: source.clone(), mark: PhantomData, read: [const { None }; 2] })]
    reader: Reader<S, *const u8, 2>,
}

#[tokio::test]
async fn bounds_of_their_own_say_what_they_are() {
    let readers = Readers { source: 1 }.start().await.unwrap();
    let reader = readers.reader();
    assert_eq!(reader.read(Some(5)).await.unwrap(), [5, 5]);
    assert_eq!(
        reader.map(Arc::new(|source| source + 1)).await.unwrap(),
        [2, 2]
    );
    reader.actor().send([7_u32, 8]).unwrap();
    assert_eq!(reader.read(None).await.unwrap(), [1, 1]);
    readers.stop().await.unwrap();
}

trait Shape: Send + Sync + 'static {
    fn corners(&self) -> usize;
}

struct Square;

impl Shape for Square {
    fn corners(&self) -> usize {
        4
    }
}

#[actor]
struct Drawing<S: ?Sized> {
    shape: Arc<S>,
}

#[actor]
impl<S: Shape + ?Sized> Drawing<S> {
    #[call]
    fn draw(&mut self, shape: Arc<S>) -> Arc<S> {
        std::mem::replace(&mut self.shape, shape)
    }
}

#[tokio::test]
async fn a_parameter_need_not_be_sized() {
    let shape: Arc<dyn Shape> = Arc::new(Square);
    let drawing = Drawing {
        shape: shape.clone(),
    }
    .spawn()
    .unwrap();
    assert_eq!(drawing.draw(shape).await.unwrap().corners(), 4);
}

/// A block need not write the default.
#[actor]
struct Counted<T: Send + 'static = u8, const N: usize = 2> {
    value: T,
}

#[actor]
impl Counted {
    #[call]
    fn twice(&self) -> u8 {
        self.value * 2
    }
}

#[actor]
struct Paired<T: Send + 'static, U: Send + 'static = Vec<T>> {
    value: (T, U),
}

#[actor]
impl<T: Copy + Send + 'static> Paired<T> {
    #[call]
    fn add(&mut self, value: T) -> usize {
        self.value.1.push(self.value.0);
        self.value.0 = value;
        self.value.1.len()
    }
}

/// A default that is made of one of several words.
#[actor]
struct Framed<T: ?Sized + Sync + 'static = dyn Shape + Send + Sync, U: Send + 'static = &'static T>
{
    picture: U,
    of: std::marker::PhantomData<fn() -> Box<T>>,
}

#[actor]
impl Framed {
    #[call]
    fn corners(&self) -> usize {
        self.picture.corners()
    }
}

#[tokio::test(start_paused = true)]
async fn a_block_leaves_defaults_out() {
    let framed: Framed = Framed {
        picture: &Square,
        of: std::marker::PhantomData,
    };
    assert_eq!(framed.spawn().unwrap().corners().await.unwrap(), 4);
    let paired: Paired<u8> = Paired {
        value: (2, Vec::new()),
    };
    assert_eq!(paired.spawn().unwrap().add(3).await.unwrap(), 1);
    let counted: Counted = Counted { value: 2 };
    assert_eq!(counted.spawn().unwrap().twice().await.unwrap(), 4);
}
