//! Names that users give do not meet names of generated code.

use std::time::Duration;

use dormouse::prelude::*;
use dormouse::{HibernateAfter, Shutdown, StartErrorKind};

#[actor]
#[derive(Default)]
struct Counter {
    count: usize,
}

#[actor]
impl Counter {
    #[call]
    fn count(&self) -> usize {
        self.count
    }

    /// The pattern has no name; what it is called in the message must not be `argument0`.
    #[call]
    fn add(&mut self, (left, right): (usize, usize), argument0: usize) -> usize {
        self.count += left + right + argument0;
        self.count
    }
}

#[supervisor]
struct Fields {
    index: usize,
    children: usize,
    handles: usize,
    #[child(start = Counter { count: *index + *children + *handles })]
    first: Counter,
    #[child(start = Counter { count: first.count().await? + *index })]
    second: Counter,
}

#[supervisor]
struct Siblings {
    #[child(start = Counter { count: 1 })]
    index: Counter,
    #[child(start = Counter { count: 2 })]
    children: Counter,
    #[child(start = Counter { count: index.count().await? + children.count().await? })]
    sum: Counter,
}

#[supervisor(strategy = simple_one_for_one)]
struct OnDemand {
    arguments: usize,
    start: usize,
    #[child(start = |count: usize| Counter { count: count + *arguments + *start })]
    counter: Counter,
}

#[tokio::test]
async fn fields_and_siblings_may_have_any_name() {
    let fields = Fields {
        index: 1,
        children: 10,
        handles: 100,
    };
    let fields = fields.start().await.unwrap();
    assert_eq!(fields.first().count().await.unwrap(), 111);
    assert_eq!(fields.second().count().await.unwrap(), 112);

    let siblings = Siblings {}.start().await.unwrap();
    assert_eq!(siblings.sum().count().await.unwrap(), 3);

    let on_demand = OnDemand {
        arguments: 1,
        start: 10,
    };
    let on_demand = on_demand.start().await.unwrap();
    let counter = on_demand.start_child(100).await.unwrap();
    assert_eq!(counter.count().await.unwrap(), 111);
}

#[tokio::test]
async fn arguments_may_have_any_name() {
    let counter = Counter::default().spawn().unwrap();
    assert_eq!(counter.add((1, 10), 100).await.unwrap(), 111);
}

#[supervisor]
struct Unfinished {
    #[child(start = panic!("the store"))]
    counter: Counter,
}

#[supervisor(strategy = simple_one_for_one)]
struct UnfinishedOnDemand {
    #[child(start = |count: usize| unreachable!("{count} counters"))]
    counter: Counter,
}

/// A macro that never returns has no type of its own, and stands wherever a type is wanted.
#[tokio::test]
async fn a_start_may_be_left_for_later() {
    dormouse::install_panic_hook();
    let failed = Unfinished {}.start().await.unwrap_err();
    assert!(failed.to_string().contains("the store"), "{failed}");

    let on_demand = UnfinishedOnDemand {}.start().await.unwrap();
    let failed = on_demand.start_child(2).await.unwrap_err();
    assert!(matches!(failed.kind(), StartErrorKind::Failed(_)));
    assert!(failed.to_string().contains("2 counters"), "{failed}");
}

/// Its handle is `TypeRef`: the word is no keyword any more.
#[actor]
#[derive(Default)]
struct r#Type {
    r#in: usize,
}

#[actor]
impl r#Type {
    #[call]
    fn r#match(&self, r#fn: usize) -> usize {
        self.r#in + r#fn
    }
}

#[supervisor]
struct r#Virtual {
    #[child]
    r#loop: r#Type,
}

#[tokio::test(start_paused = true)]
async fn words_of_the_language_are_names_all_the_same() {
    let tree: VirtualRef = r#Virtual {}.start().await.unwrap();
    let child: TypeRef = tree.r#loop();
    assert_eq!(child.r#match(3).await.unwrap(), 3);
}

#[actor]
#[derive(Default)]
struct Verbose {
    count: usize,
}

#[actor]
impl Verbose {
    #[call]
    #[allow(clippy::needless_arbitrary_self_type)]
    fn count(self: &Self) -> usize {
        self.count
    }

    #[call]
    fn twice(self: &Verbose) -> usize {
        self.count * 2
    }

    #[call]
    #[allow(clippy::needless_arbitrary_self_type)]
    async fn add(self: &mut Self, more: usize) -> usize {
        self.count += more;
        self.count
    }
}

#[tokio::test(start_paused = true)]
async fn self_may_be_written_out_with_its_type() {
    let verbose = Verbose::default().spawn().unwrap();
    assert_eq!(verbose.add(2).await.unwrap(), 2);
    assert_eq!(verbose.count().await.unwrap(), 2);
    assert_eq!(verbose.twice().await.unwrap(), 4);
}

/// A constant in capitals is no word of the attribute.
const INFINITY: Duration = Duration::from_secs(3_600);

#[supervisor]
struct Slow {
    #[child(shutdown = INFINITY)]
    counter: Counter,
}

/// Names that a pattern cannot take once more, and constants that are no capitals.
#[expect(non_upper_case_globals, reason = "that is what is tested")]
mod lower_case {
    use super::{Counter, Duration};
    use dormouse::prelude::*;

    pub(super) const idle: Duration = Duration::from_secs(3_600);
    pub(super) const room: usize = 4;
    static value: u32 = 3;
    static start: u32 = 4;
    static error: u32 = 5;

    #[actor(hibernate_after = idle, mailbox = n)]
    #[derive(Default)]
    pub(super) struct Patient<const n: usize>;

    #[actor]
    impl<const n: usize> Patient<n> {
        #[call]
        pub(super) fn sum(&self) -> u32 {
            value + start + error
        }
    }

    #[supervisor(strategy = simple_one_for_one, intensity = value_of(), max_children = room)]
    pub(super) struct Many {
        #[child(start = || -> anyhow::Result<Counter> {
            if value + start + error != 12 {
                return Err(anyhow::Error::msg("other names"));
            }
            Ok(Counter::default())
        })]
        counter: Counter,
    }

    const fn value_of() -> u32 {
        2
    }
}

#[tokio::test(start_paused = true)]
async fn constants_need_no_capitals() {
    let patient = lower_case::Patient::<2>.spawn().unwrap();
    assert_eq!(
        patient.actor().hibernate_after().after(),
        HibernateAfter::Idle(lower_case::idle)
    );
    assert_eq!(patient.sum().await.unwrap(), 12);
    assert_eq!(patient.actor().capacity(), Some(2));
    let many = lower_case::Many {}.start().await.unwrap();
    for _ in 0..lower_case::room {
        many.start_child().await.unwrap();
    }
    assert!(many.start_child().await.is_err());
}

#[tokio::test(start_paused = true)]
async fn a_constant_may_be_named_as_a_word() {
    let tree = Slow {}.start().await.unwrap();
    let options = tree.supervisor().get_childspec("counter").unwrap();
    assert_eq!(options.shutdown, Shutdown::After(INFINITY));
}
