//! Configuration in layers: attribute, all actors, the section of a type, the start.

use std::time::Duration;

use dormouse::prelude::*;
use dormouse::{
    ChildSpec, CompactionThresholds, Config, HibernateAfter, InstallError, Section, Source,
    StartOptions, Status, SupervisorSection, Warnings,
};

fn secs(count: u64) -> Duration {
    Duration::from_secs(count)
}

#[actor(hibernate_after = "3s")]
#[derive(Default)]
struct Stated;

#[actor]
impl Stated {
    #[call]
    fn ping(&self) {}
}

#[actor]
#[derive(Default)]
struct Silent;

#[actor]
impl Silent {
    #[call]
    fn ping(&self) {}
}

#[actor(hibernate = never)]
#[derive(Default)]
struct Sleepless;

#[actor]
impl Sleepless {}

#[supervisor]
struct Fixed {
    #[child(start = Stated)]
    stated: Stated,
}

#[supervisor(hibernate_after = "4s")]
struct Patient {}

#[supervisor(strategy = simple_one_for_one, intensity = 5)]
struct Many {
    #[child(start = |_: u8| Silent)]
    silent: Silent,
}

#[supervisor(dynamic)]
struct Various {}

/// When it hibernates, and who said so.
fn stated(actor: &StatedRef) -> String {
    actor.actor().hibernate_after().to_string()
}

#[tokio::test]
async fn without_a_configuration_attributes_hold() {
    assert_eq!(stated(&Stated.spawn().unwrap()), "3s (attribute)");
    let silent = Silent.spawn().unwrap();
    assert_eq!(
        silent.actor().hibernate_after().to_string(),
        "off (default)"
    );
    assert_eq!(silent.actor().hibernate_after().source(), Source::Default);
}

#[tokio::test]
async fn what_is_said_of_all_wins_over_attributes_and_a_section_over_that() {
    Config::new()
        .hibernate_after(secs(7))
        .actor::<Silent>(Section::new().hibernate_after(secs(9)))
        .install()
        .unwrap();
    assert_eq!(stated(&Stated.spawn().unwrap()), "7s (config)");
    let silent = Silent.spawn().unwrap();
    assert_eq!(silent.actor().hibernate_after().to_string(), "9s (section)");
}

#[tokio::test]
async fn the_start_wins_over_all_and_its_value_is_told_exactly() {
    Config::production()
        .actor::<Stated>(Section::new().hibernate_after(secs(9)))
        .install()
        .unwrap();
    for (after, shown) in [
        (HibernateAfter::Off, "off (start option)"),
        (HibernateAfter::Idle(Duration::ZERO), "0 (start option)"),
        (
            HibernateAfter::Idle(Duration::from_millis(1)),
            "1ms (start option)",
        ),
        (secs(90).into(), "90s (start option)"),
    ] {
        let options = StartOptions::new().hibernate_after(after);
        assert_eq!(stated(&Stated.spawn_with(options).unwrap()), shown);
    }
    assert_eq!(
        stated(&Stated.spawn_with(StartOptions::new()).unwrap()),
        "9s (section)"
    );
}

#[tokio::test]
async fn presets_are_5_30_and_60_seconds_and_hold_for_all_actors() {
    for (config, shown) in [
        (Config::development(), "5s (config)"),
        (Config::production(), "30s (config)"),
        (Config::performance(), "60s (config)"),
    ] {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .unwrap();
        // Another runtime, and so another configuration.
        std::thread::spawn(move || {
            runtime.block_on(async {
                config.install().unwrap();
                assert_eq!(stated(&Stated.spawn().unwrap()), shown.replace("60s", "1m"));
                let silent = Silent.spawn().unwrap();
                assert_eq!(silent.actor().hibernate_after().source(), Source::Config);
            });
        })
        .join()
        .unwrap();
    }
}

#[tokio::test]
async fn an_explicit_value_for_all_wins_over_the_preset() {
    Config::parse("hibernate_after = off\npreset = production")
        .unwrap()
        .install()
        .unwrap();
    assert_eq!(stated(&Stated.spawn().unwrap()), "off (config)");
}

#[tokio::test(start_paused = true)]
async fn hibernate_never_wins_over_everything() {
    Config::development()
        .actor::<Sleepless>(Section::new().hibernate_after(secs(1)))
        .install()
        .unwrap();
    let options = StartOptions::new().hibernate_after(secs(1));
    let sleepless = Sleepless.spawn_with(options).unwrap();
    assert_eq!(
        sleepless.actor().hibernate_after().to_string(),
        "off (hibernate = never)"
    );
    tokio::time::sleep(secs(60)).await;
    assert_eq!(sleepless.actor().status(), Status::Idle);
}

#[tokio::test(start_paused = true)]
async fn what_holds_is_what_happens() {
    Config::new().hibernate_after(secs(2)).install().unwrap();
    let silent = Silent.spawn().unwrap();
    let off = StartOptions::new().hibernate_after(HibernateAfter::Off);
    let awake = Stated.spawn_with(off).unwrap();
    let at_once = StartOptions::new().hibernate_after(Duration::ZERO);
    let asleep = Stated.spawn_with(at_once).unwrap();
    assert_eq!(asleep.actor().status(), Status::Hibernated);
    asleep.ping().await.unwrap();
    assert_eq!(asleep.actor().status(), Status::Hibernated);
    silent.ping().await.unwrap();
    tokio::time::sleep(Duration::from_millis(1_900)).await;
    assert_eq!(silent.actor().status(), Status::Idle);
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(silent.actor().status(), Status::Hibernated);
    tokio::time::sleep(secs(60)).await;
    assert_eq!(awake.actor().status(), Status::Idle);
}

#[tokio::test(start_paused = true)]
async fn children_of_all_kinds_go_by_the_configuration() {
    Config::new().hibernate_after(secs(2)).install().unwrap();
    let fixed = Fixed {}.start().await.unwrap();
    let many = Many {}.start().await.unwrap();
    let various = Various {}.start().await.unwrap();
    assert_eq!(stated(&fixed.stated()), "2s (config)");
    let one = many.start_child(1).await.unwrap();
    assert_eq!(one.actor().hibernate_after().to_string(), "2s (config)");

    let spec = ChildSpec::new("a", || Stated).hibernate_after(HibernateAfter::Off);
    let a = various.start_child(spec.clone()).await.unwrap();
    assert_eq!(stated(&a), "off (start option)");
    let specs = various.supervisor().get_childspec(&a);
    assert_eq!(specs.unwrap().hibernate_after, Some(HibernateAfter::Off));
    let b = fixed.supervisor().start_child(spec).await.unwrap();
    assert_eq!(stated(&b), "off (start option)");
    tokio::time::sleep(secs(5)).await;
    assert_eq!(one.actor().status(), Status::Hibernated);
    assert_eq!(b.actor().status(), Status::Idle);
}

#[tokio::test(start_paused = true)]
async fn children_by_a_template_take_start_options_one_by_one() {
    let many = Many {}.start().await.unwrap();
    let door = many.supervisor();
    let quick = StartOptions::new().hibernate_after(secs(1));
    let quick = door.start_child_with(quick, (1,)).await.unwrap();
    let plain = door
        .start_child_with(StartOptions::new(), (1,))
        .await
        .unwrap();
    let usual = many.start_child(1).await.unwrap();
    let shown = |actor: &SilentRef| actor.actor().hibernate_after().to_string();
    assert_eq!(shown(&quick), "1s (start option)");
    assert_eq!(shown(&plain), "off (default)");
    assert_eq!(shown(&usual), "off (default)");
    assert_eq!(quick.actor().path(), "Many/silent#0");
    for _ in 0..2 {
        tokio::time::sleep(Duration::from_millis(1_100)).await;
        assert_eq!(quick.actor().status(), Status::Hibernated);
        // Of this incarnation, and of the next.
        quick.actor().kill().await.unwrap();
        quick.ping().await.unwrap();
    }
    assert_eq!(quick.actor().generation(), 3);
    assert_eq!(usual.actor().status(), Status::Idle);
}

#[tokio::test]
async fn sections_that_nobody_has_asked_for_are_told() {
    let text = "[actor Silent]\nhibernate_after = 1s\n[actor Slient]\nhibernate_after = 1s
        [supervisor Fixed]\nhibernate_after = 1s\n[supervisor Fixd]\nhibernate_after = 1s";
    Config::parse(text).unwrap().install().unwrap();
    let unread = || Config::installed().unwrap().unread();
    assert_eq!(unread().len(), 4);
    let _silent = Silent.spawn().unwrap();
    let _fixed = Fixed {}.start().await.unwrap();
    assert_eq!(unread(), ["[actor Slient]", "[supervisor Fixd]"]);
    assert_eq!(Config::installed(), Config::parse(text).ok());
}

#[tokio::test(start_paused = true)]
async fn a_start_option_holds_for_later_incarnations_as_well() {
    let fixed = Fixed {}.start().await.unwrap();
    let spec = ChildSpec::new("a", || Stated).hibernate_after(secs(1));
    let a: StatedRef = fixed.supervisor().start_child(spec).await.unwrap();
    a.actor().kill().await.unwrap();
    a.ping().await.unwrap();
    assert_eq!(a.actor().generation(), 2);
    assert_eq!(stated(&a), "1s (start option)");
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    assert_eq!(a.actor().status(), Status::Hibernated);
}

#[tokio::test(start_paused = true)]
async fn supervisors_have_settings_of_their_own() {
    Config::production()
        .supervisors_hibernate_after(secs(2))
        .supervisor::<Fixed>(SupervisorSection::new().hibernate_after(HibernateAfter::Off))
        .install()
        .unwrap();
    let fixed = Fixed {}.start().await.unwrap();
    let patient = Patient {}.start().await.unwrap();
    let many = Many {}.start().await.unwrap();
    let shown = |effective: dormouse::Effective| effective.to_string();
    assert_eq!(shown(fixed.supervisor().hibernate_after()), "off (section)");
    assert_eq!(shown(patient.supervisor().hibernate_after()), "2s (config)");
    assert_eq!(many.supervisor().flags().hibernate_after, Some(secs(2)));
    tokio::time::sleep(Duration::from_millis(2_100)).await;
    assert_eq!(fixed.supervisor().status(), Status::Idle);
    assert_eq!(patient.supervisor().status(), Status::Hibernated);
    assert_eq!(many.supervisor().status(), Status::Hibernated);
    many.start_child(1).await.unwrap();
    assert_eq!(many.supervisor().status(), Status::Idle);
    tokio::time::sleep(secs(3)).await;
    assert_eq!(many.supervisor().status(), Status::Hibernated);
}

#[tokio::test]
async fn presets_leave_supervisors_alone() {
    Config::production().install().unwrap();
    let shown = |effective: dormouse::Effective| effective.to_string();
    let fixed = Fixed {}.start().await.unwrap();
    assert_eq!(shown(fixed.supervisor().hibernate_after()), "1s (default)");
    let patient = Patient {}.start().await.unwrap();
    assert_eq!(
        shown(patient.supervisor().hibernate_after()),
        "4s (attribute)"
    );
    let various = Various {}.start().await.unwrap();
    assert_eq!(
        shown(various.supervisor().hibernate_after()),
        "off (default)"
    );
}

#[tokio::test]
async fn a_configuration_that_comes_too_late_is_an_error() {
    let _silent = Silent.spawn().unwrap();
    assert_eq!(Config::production().install(), Err(InstallError::TooLate));
    assert_eq!(Config::installed(), Some(Config::new()));
}

#[tokio::test]
async fn a_configuration_is_installed_once_and_outlives_the_actors() {
    assert_eq!(Config::installed(), None);
    Config::production().install().unwrap();
    drop(Silent.spawn().unwrap());
    tokio::task::yield_now().await;
    assert_eq!(Config::development().install(), Err(InstallError::TooLate));
    assert_eq!(Config::installed(), Some(Config::production()));
    assert_eq!(stated(&Stated.spawn().unwrap()), "30s (config)");
}

#[test]
fn outside_of_a_runtime_nothing_is_installed() {
    assert_eq!(Config::production().install(), Err(InstallError::NoRuntime));
    let bare = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let _entered = bare.enter();
    assert_eq!(Config::production().install(), Err(InstallError::NoTimer));
}

#[test]
fn a_text_says_what_builders_say() {
    let text = "
        # of all actors
        preset = performance
        hibernate_after = 1500ms # or so

        [supervisors]
        hibernate_after = off
        [actor Stated]
        hibernate_after = 0
        warnings.state = off
        warnings.hibernations_per_second = 7
        warnings.wake_up = 2ms
        compaction.slack = 4KiB
        [supervisor Fixed]
        hibernate_after = 2m
        [warnings]
        hibernations_per_second = 5
        state = 64KiB
        wake_up = 1ms
        [compaction]
        slack = off
        share = 50%
        move_below = 16KiB
        defragment_above = 32KiB
    ";
    let built = Config::performance()
        .hibernate_after(Duration::from_millis(1500))
        .supervisors_hibernate_after(HibernateAfter::Off)
        .actor::<Stated>(
            Section::new()
                .hibernate_after(Duration::ZERO)
                .warnings(Warnings::new().state(None).hibernations_per_second(7))
                .warnings(Warnings::new().wake_up(Duration::from_millis(2)))
                .compaction(CompactionThresholds::new().slack(4_096)),
        )
        .compaction(CompactionThresholds::new().slack(None).share(50))
        .compaction(CompactionThresholds::new().move_below(16_384))
        .compaction(CompactionThresholds::new().defragment_above(32_768))
        .supervisor::<Fixed>(SupervisorSection::new().hibernate_after(secs(120)))
        .warnings(
            Warnings::new()
                .hibernations_per_second(5)
                .state(65_536)
                .wake_up(Duration::from_millis(1)),
        );
    assert_eq!(Config::parse(text), Ok(built));
}

#[test]
fn all_mistakes_of_a_text_are_told_with_their_lines() {
    let text = "hibernate_aftr = 5s
hibernate_after = 5
preset = productoin
nonsense
[compaction]
share = 25
slak = 1B
[warnings]
wakeup = 1ms
state = lots
hibernations_per_second = -1
[actors Session]
whatever = 1
[actor Session]
hibernate_after = never
[actor Session]
hibernate_after = 1s
hibernate_after = 1s
colour = red
[actor two words]
[supervisor App
[supervisors]
warnings.state = 1B
[actor Session]
warnings.sate = 1B";
    let told = Config::parse(text).unwrap_err().to_string();
    let expected = "\
line:1: unknown key `hibernate_aftr`, did you mean `hibernate_after`?: keys here are `freeze_after`, `hibernate_after`, `preset`
line:2: `hibernate_after`: `5` is not a duration: write a whole number and one of the units `ms`, `s`, `m` and `h`, such as `30s`, or `off`
line:3: unknown preset `productoin`, did you mean `production`?: presets are `development`, `performance`, `production`
line:4: `nonsense` is no setting: write `key = value`
line:6: `share`: `25` is not a share: write a whole number and `%`, such as `25%`
line:7: unknown key `slak`, did you mean `slack`?: keys here are `defragment_above`, `move_below`, `share`, `slack`
line:9: unknown key `wakeup`, did you mean `wake_up`?: keys here are `hibernations_per_second`, `state`, `wake_up`
line:10: `state`: `lots` is not a size: write a whole number and one of the units `B`, `KB`, `KiB`, `MB` and `MiB`, such as `100KB`, or `off`
line:11: `hibernations_per_second`: `-1` is not a number: write a whole number up to 4294967295, or `off`
line:12: unknown section `[actors Session]`, did you mean `actor`?: sections are `[actor Name]`, `[supervisor Name]`, `[supervisors]`, `[warnings]` and `[compaction]`
line:15: `hibernate_after`: `never` is not a duration: write `off`
line:18: `hibernate_after` is set twice in this section: keep one of the two
line:19: unknown key `colour`: keys here are `hibernate_after`, `compaction.defragment_above`, `compaction.move_below`, `compaction.share`, `compaction.slack`, `freeze_after`, `warnings.hibernations_per_second`, `warnings.state`, `warnings.wake_up`
line:20: unknown section `[actor two words]`: sections are `[actor Name]`, `[supervisor Name]`, `[supervisors]`, `[warnings]` and `[compaction]`
line:21: the section `[supervisor App` is not closed: write it as `[actor Session]`
line:23: unknown key `warnings.state`: keys here are `hibernate_after`
line:25: unknown key `warnings.sate`, did you mean `warnings.state`?: keys here are `hibernate_after`, `compaction.defragment_above`, `compaction.move_below`, `compaction.share`, `compaction.slack`, `freeze_after`, `warnings.hibernations_per_second`, `warnings.state`, `warnings.wake_up`";
    assert_eq!(told, expected);
}

#[test]
fn variables_stand_above_the_file_that_one_of_them_names() {
    let path = std::env::temp_dir().join(format!("dormouse-config-{}", std::process::id()));
    std::fs::write(
        &path,
        "preset = production\n[actor Stated]\nhibernate_after = 1s\n",
    )
    .unwrap();
    let variables = [
        ("DORMOUSE_CONFIG", path.to_str().unwrap()),
        ("DORMOUSE_HIBERNATE_AFTER", "7s"),
        ("DORMOUSE_SUPERVISORS_HIBERNATE_AFTER", "off"),
        ("DORMOUSE_WARNINGS_WAKE_UP", "2ms"),
        ("PATH", "nobody's business"),
    ];
    let config = Config::from_vars(variables).unwrap();
    let expected = Config::production()
        .hibernate_after(secs(7))
        .supervisors_hibernate_after(HibernateAfter::Off)
        .actor::<Stated>(Section::new().hibernate_after(secs(1)))
        .warnings(Warnings::new().wake_up(Duration::from_millis(2)));
    assert_eq!(config, expected);

    std::fs::write(&path, "hibernate_after = 1").unwrap();
    let told = Config::from_file(&path).unwrap_err().to_string();
    assert!(
        told.starts_with(&format!("{}:1: `hibernate_after`: `1`", path.display())),
        "{told}"
    );
    std::fs::remove_file(&path).unwrap();
    let told = Config::from_vars(variables).unwrap_err().to_string();
    assert!(told.contains("cannot be read"), "{told}");
}

#[test]
fn all_mistakes_of_the_environment_are_told() {
    let variables = [
        ("DORMOUSE_PRESET", "prod"),
        ("DORMOUSE_WARNINGS_STATE", "1"),
        ("DORMOUSE_WARNING_STATE", "1B"),
        ("DORMOUSE_NONSENSE", ""),
    ];
    let told = Config::from_vars(variables).unwrap_err();
    let expected = [
        "DORMOUSE_NONSENSE: unknown variable: there are `DORMOUSE_PRESET`, `DORMOUSE_HIBERNATE_AFTER`, \
         `DORMOUSE_FREEZE_AFTER`, `DORMOUSE_SUPERVISORS_HIBERNATE_AFTER`, `DORMOUSE_WARNINGS_HIBERNATIONS_PER_SECOND`, \
         `DORMOUSE_WARNINGS_STATE`, `DORMOUSE_WARNINGS_WAKE_UP`, `DORMOUSE_COMPACTION_SLACK`, \
         `DORMOUSE_COMPACTION_SHARE`, `DORMOUSE_COMPACTION_MOVE_BELOW`, `DORMOUSE_COMPACTION_DEFRAGMENT_ABOVE`, \
         `DORMOUSE_CONFIG`",
        "DORMOUSE_PRESET: unknown preset `prod`: presets are `development`, `performance`, `production`",
        "DORMOUSE_WARNINGS_STATE: `state`: `1` is not a size: write a whole number and one of the units \
         `B`, `KB`, `KiB`, `MB` and `MiB`, such as `100KB`, or `off`",
        "DORMOUSE_WARNING_STATE: unknown variable, did you mean `DORMOUSE_WARNINGS_STATE`?",
    ];
    assert_eq!(told.mistakes().collect::<Vec<_>>(), expected);
}

#[test]
fn what_is_put_above_wins_setting_by_setting() {
    let below = Config::parse(
        "hibernate_after = 1s\n[actor A]\nhibernate_after = 1s\n[actor B]\nhibernate_after = 1s",
    )
    .unwrap();
    let above = Config::parse("[actor B]\nhibernate_after = 2s\n[warnings]\nstate = 1B").unwrap();
    let merged = Config::parse(
        "hibernate_after = 1s\n[actor A]\nhibernate_after = 1s\n[actor B]\nhibernate_after = 2s
        [warnings]\nstate = 1B",
    );
    assert_eq!(Ok(below.clone().merge(above)), merged);
    // A preset is meant, whatever was said of all actors below it.
    let text =
        "preset = production\n[actor A]\nhibernate_after = 1s\n[actor B]\nhibernate_after = 1s";
    assert_eq!(Ok(below.merge(Config::production())), Config::parse(text));
}
