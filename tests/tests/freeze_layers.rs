//! When sleepers are frozen: attribute, all actors, the section of a type, the start; and changes of it.

use std::time::Duration;

use dormouse::prelude::*;
use dormouse::{ChildSpec, Config, Freezable, FreezeAfter, Section, Source, StartOptions, Status};
use tokio::time::sleep;

const SECOND: Duration = Duration::from_secs(1);

fn pages() -> Freezable<Vec<u32>> {
    vec![7; 1_000].into()
}

#[actor(hibernate = always, freeze_after = "10s")]
struct Stated {
    pages: Freezable<Vec<u32>>,
}

#[actor]
impl Stated {
    #[call]
    fn read(&self) -> Hibernate<u32> {
        Hibernate(self.pages[0])
    }
}

#[actor(hibernate = always)]
struct Silent {
    pages: Freezable<Vec<u32>>,
}

#[actor]
impl Silent {
    #[call]
    fn read(&self) -> Hibernate<u32> {
        Hibernate(self.pages[0])
    }
}

/// Nothing of it can be frozen.
#[actor(hibernate = always)]
struct Plain {
    pages: Vec<u32>,
}

#[actor]
impl Plain {
    #[call]
    fn read(&self) -> Hibernate<u32> {
        Hibernate(self.pages[0])
    }
}

#[actor(hibernate = never)]
struct Sleepless {
    pages: Freezable<Vec<u32>>,
}

#[actor]
impl Sleepless {
    #[call]
    fn read(&self) -> u32 {
        self.pages[0]
    }
}

#[supervisor(dynamic)]
struct Various {}

#[supervisor(strategy = simple_one_for_one)]
struct Many {
    #[child(start = || Silent { pages: pages() })]
    silent: Silent,
}

fn stated() -> Stated {
    Stated { pages: pages() }
}

fn silent() -> Silent {
    Silent { pages: pages() }
}

/// When it is frozen, and who said so.
macro_rules! shown {
    ($actor:expr) => {
        $actor.actor().freeze_after().to_string()
    };
}

/// The bytes of its state: some thousand, unless it is frozen.
macro_rules! holds {
    ($actor:expr) => {
        $actor.actor().memory().state().unwrap().capacity()
    };
}

/// How long it sleeps after a message before it is frozen, in seconds, up to a minute.
macro_rules! frozen_after {
    ($actor:expr) => {{
        assert_eq!($actor.read().await.unwrap(), 7);
        let mut slept = 0;
        while slept < 60 && holds!($actor) > 1_000 {
            sleep(SECOND).await;
            slept += 1;
        }
        slept
    }};
}

#[tokio::test(start_paused = true)]
async fn without_a_configuration_attributes_hold() {
    let (stated, silent) = (stated().spawn().unwrap(), silent().spawn().unwrap());
    assert_eq!(shown!(stated), "10s (attribute)");
    assert_eq!(shown!(silent), "off (default)");
    assert!((10..=12).contains(&frozen_after!(stated)));
    assert_eq!(frozen_after!(silent), 60);
}

#[tokio::test(start_paused = true)]
async fn each_layer_wins_over_those_below() {
    Config::new()
        .freeze_after(20 * SECOND)
        .actor::<Silent>(Section::new().freeze_after(30 * SECOND))
        .install()
        .unwrap();
    let stated_one = stated().spawn().unwrap();
    let silent_one = silent().spawn().unwrap();
    assert_eq!(shown!(stated_one), "20s (config)");
    assert_eq!(shown!(silent_one), "30s (section)");
    assert!((20..=22).contains(&frozen_after!(stated_one)));
    assert!((30..=32).contains(&frozen_after!(silent_one)));

    let options = StartOptions::new().freeze_after(5 * SECOND);
    let quick = silent().spawn_with(options).unwrap();
    assert_eq!(quick.actor().freeze_after().source(), Source::Start);
    assert_eq!(shown!(quick), "5s (start option)");
    assert!((5..=7).contains(&frozen_after!(quick)));
    let off = StartOptions::new().freeze_after(FreezeAfter::Off);
    let off = stated().spawn_with(off).unwrap();
    assert_eq!(shown!(off), "off (start option)");
    assert_eq!(frozen_after!(off), 60);
}

#[tokio::test(start_paused = true)]
async fn children_that_are_added_say_it_too() {
    let various = Various {}.start().await.unwrap();
    let spec = ChildSpec::new("a", stated).freeze_after(5 * SECOND);
    let a = various.start_child(spec).await.unwrap();
    assert_eq!(shown!(a), "5s (start option)");
    let specs = various.supervisor().get_childspec(&a).unwrap();
    assert_eq!(specs.freeze_after, Some((5 * SECOND).into()));
    // Of this incarnation, and of the next.
    for generation in 1..=2 {
        assert_eq!(a.actor().generation(), generation);
        assert!((5..=7).contains(&frozen_after!(a)));
        a.actor().kill().await.unwrap();
        a.read().await.unwrap();
    }

    let many = Many {}.start().await.unwrap();
    let door = many.supervisor();
    let options = StartOptions::new().freeze_after(5 * SECOND);
    let one = door.start_child_with(options, ()).await.unwrap();
    assert_eq!(shown!(one), "5s (start option)");
    // And nothing was said of the other.
    assert_eq!(one.actor().hibernate_after().source(), Source::Default);
    assert_eq!(shown!(many.start_child().await.unwrap()), "off (default)");
}

#[tokio::test(start_paused = true)]
async fn who_never_sleeps_is_never_frozen() {
    Config::new().freeze_after(SECOND).install().unwrap();
    let sleepless = Sleepless { pages: pages() }.spawn().unwrap();
    assert_eq!(shown!(sleepless), "off (hibernate = never)");
    assert_eq!(frozen_after!(sleepless), 60);
    // Nor is there anything to be done for who has nothing that can be.
    let plain = Plain {
        pages: vec![7; 1_000],
    };
    let plain = plain.spawn().unwrap();
    assert_eq!(shown!(plain), "1s (config)");
    assert_eq!(frozen_after!(plain), 60);
    assert_eq!(plain.actor().status(), Status::Hibernated);
}

#[tokio::test(start_paused = true)]
async fn a_change_holds_for_the_next_sleep() {
    let silent = silent().spawn().unwrap();
    assert_eq!(frozen_after!(silent), 60);
    Config::new().freeze_after(20 * SECOND).replace().unwrap();
    assert_eq!(shown!(silent), "20s (config)");
    assert!((20..=22).contains(&frozen_after!(silent)));
    // A sleeper that waits for it is not frozen any more.
    silent.read().await.unwrap();
    sleep(10 * SECOND).await;
    Config::new()
        .freeze_after(FreezeAfter::Off)
        .replace()
        .unwrap();
    sleep(60 * SECOND).await;
    assert!(holds!(silent) > 1_000);
    Config::new().freeze_after(5 * SECOND).replace().unwrap();
    assert!((5..=7).contains(&frozen_after!(silent)));
}

#[test]
fn texts_and_variables_say_what_builders_say() {
    let text = "freeze_after = 10m\n[actor Silent]\nfreeze_after = off";
    let built = Config::new()
        .freeze_after(600 * SECOND)
        .actor::<Silent>(Section::new().freeze_after(FreezeAfter::Off));
    assert_eq!(Config::parse(text), Ok(built));
    let variables = Config::from_vars([("DORMOUSE_FREEZE_AFTER", "10m")]);
    assert_eq!(variables, Ok(Config::new().freeze_after(600 * SECOND)));
    let told = Config::parse("[supervisors]\nfreeze_after = 1s").unwrap_err();
    assert_eq!(
        told.to_string(),
        "line:2: unknown key `freeze_after`: keys here are `hibernate_after`"
    );
}
