//! `#[derive(Compact)]`: what its fields come to.

#![deny(warnings, clippy::pedantic)]

use std::marker::PhantomData;

use dormouse::{Compact, Compaction, Measure, Scratch};

/// Owns memory, and does not say so.
struct Foreign(Box<u64>);

/// Owns none.
#[derive(Clone, Copy)]
struct Plain(u64);

fn text(capacity: usize) -> String {
    let mut text = String::with_capacity(capacity);
    text.push('x');
    text
}

#[derive(Compact)]
struct Session {
    user: String,
    turns: Vec<Turn>,
    index: Scratch<Vec<u64>>,
    count: u64,
    plain: Plain,
    plains: Vec<Plain>,
    r#type: String,
}

#[derive(Compact)]
enum Turn {
    Silent,
    Said(String, u8),
    Heard { what: Vec<String>, volume: u8 },
}

#[test]
fn fields_are_treated_by_their_type() {
    let mut session = Session {
        user: text(1_000),
        turns: Vec::with_capacity(10),
        index: Scratch::from(vec![1]),
        count: 1,
        plain: Plain(1),
        plains: Vec::with_capacity(100),
        r#type: text(1_000),
    };
    session.turns.push(Turn::Silent);
    session.turns.push(Turn::Said(text(500), 1));
    let what = vec![text(700)];
    session.turns.push(Turn::Heard { what, volume: 2 });

    let compacted = Compaction::run(&mut session);
    let string = size_of::<String>();
    let before = 2_000
        + 10 * size_of::<Turn>()
        + 500
        + string
        + 700
        + 100 * size_of::<Plain>()
        + size_of::<Vec<u64>>()
        + 8;
    assert_eq!(compacted.before().capacity(), before);
    assert_eq!(
        compacted.after().capacity(),
        2 + 3 * size_of::<Turn>() + 1 + string + 1
    );
    assert!(compacted.before().is_complete());
    assert!(!Scratch::is_filled(&session.index));
    assert_eq!(session.count + session.plain.0, 2);
    let [
        Turn::Silent,
        Turn::Said(said, 1),
        Turn::Heard { what, volume: 2 },
    ] = &session.turns[..]
    else {
        panic!("the turns were changed");
    };
    assert_eq!((&said[..], &what[..]), ("x", &["x".to_owned()][..]));
}

#[derive(Compact)]
struct Partial {
    known: String,
    foreign: Foreign,
    many: Vec<Foreign>,
    none: Option<Foreign>,
    boxed: Box<dyn Fn() + Send>,
    scratch: Scratch<Option<Foreign>>,
    #[compact(skip)]
    skipped: Foreign,
}

#[test]
fn what_is_unknown_is_reported_and_left() {
    let mut partial = Partial {
        known: text(1_000),
        foreign: Foreign(Box::new(1)),
        many: Vec::with_capacity(100),
        none: None,
        boxed: Box::new(|| ()),
        scratch: Scratch::from(Some(Foreign(Box::new(1)))),
        skipped: Foreign(Box::new(1)),
    };
    assert_eq!(
        Measure::of(&partial).unmeasured(),
        3,
        "foreign, boxed, scratch"
    );
    partial.many.push(Foreign(Box::new(1)));
    assert_eq!(Measure::of(&partial).unmeasured(), 4);

    let compacted = Compaction::run(&mut partial);
    assert_eq!(compacted.before().capacity(), 1_000 + 100 * 8 + 8);
    assert_eq!(compacted.after().capacity(), 1 + 8);
    assert_eq!(compacted.after().unmeasured(), 3);
    assert_eq!(
        *partial.foreign.0 + *partial.many[0].0 + *partial.skipped.0,
        3
    );
    assert!(partial.none.is_none());
    (partial.boxed)();
}

#[derive(Compact)]
struct Generic<'a, T, U: Iterator, const N: usize>
where
    U::Item: Copy,
{
    inline: T,
    many: Vec<T>,
    array: [T; N],
    name: &'a str,
    #[compact(skip)]
    skipped: Option<U>,
    of: PhantomData<u8>,
}

#[derive(Compact)]
struct Tuple<T: Clone = u8>(T, String);

#[derive(Compact)]
struct Unit;

#[derive(Compact)]
#[allow(dead_code, reason = "there is no value of it")]
enum Never {}

#[derive(Compact)]
enum Either<L, R> {
    Left(L),
    #[allow(dead_code, reason = "only its type is asked for")]
    Right(R),
}

#[test]
fn generic_types() {
    let mut generic = Generic::<_, std::ops::Range<u8>, 2> {
        inline: text(1_000),
        many: vec![text(300)],
        array: [text(100), text(100)],
        name: "ada",
        skipped: Some(0..1),
        of: PhantomData,
    };
    let compacted = Compaction::run(&mut generic);
    assert_eq!(compacted.freed(), 1_500 - 4);
    assert_eq!((generic.name, generic.skipped), ("ada", Some(0..1)));
    assert_eq!(
        Compaction::run(&mut Tuple(text(500), text(500))).freed(),
        998
    );
    assert_eq!(Measure::of(&Tuple(1_u8, String::new())), Measure::of(&Unit));
    let mut either = Either::<_, Never>::Left(text(1_000));
    assert_eq!(Compaction::run(&mut either).freed(), 999);
    let Either::Left(left) = either;
    assert_eq!(left, "x");
}

mod renamed {
    pub(crate) mod mouse {
        pub(crate) use dormouse::*;
    }

    #[derive(mouse::Compact)]
    #[compact(crate = crate::renamed::mouse)]
    struct Renamed {
        text: String,
    }

    #[test]
    fn the_crate_may_have_another_name() {
        let mut renamed = Renamed {
            text: super::text(1_000),
        };
        assert_eq!(mouse::Compaction::run(&mut renamed).freed(), 999);
        assert_eq!(renamed.text, "x");
    }
}
