//! The tree that rustdoc shows: the same as the one that is declared, and right where it cannot see all.

#[path = "tree_docs/fixtures.rs"]
mod fixtures;
#[path = "tree_docs/page.rs"]
mod page;
#[path = "tree_docs/shop.rs"]
pub mod shop;

use self::fixtures::{documented, mentions};
use self::page::{Listed, Page};
use dormouse::{Child, Tree};

/// The tree on a page of `shop`, and the one that is declared.
#[track_caller]
fn is_declared<C: Child>(page: &str) {
    let page = Page::read(&documented(), page);
    page.shows(&Tree::declared::<C>(), &[], &["Secret"]);
}

#[test]
fn a_root_shows_all_that_is_declared() {
    is_declared::<shop::Shop>("shop/struct.Shop.html");
}

#[test]
fn so_does_each_supervisor_below_it() {
    is_declared::<shop::Tills>("shop/struct.Tills.html");
    is_declared::<shop::Helpers>("shop/struct.Helpers.html");
    is_declared::<shop::office::BackOffice>("shop/office/struct.BackOffice.html");
    is_declared::<shop::office::Archive>("shop/office/struct.Archive.html");
    is_declared::<shop::office::Clerks>("shop/office/struct.Clerks.html");
}

#[test]
fn long_names_are_on_several_lines_and_lead_to_their_pages() {
    let name = "LibraryOfAllTheBooksThatWereEverWrittenByAnybody";
    let page = format!("shop/library/struct.{name}.html");
    is_declared::<shop::library::LibraryOfAllTheBooksThatWereEverWrittenByAnybody>(&page);
    let page = Page::read(&documented(), &page);
    let titles = page.html().split("font-weight=\"bold\"").skip(1);
    let rows = titles.map(|title| {
        let (title, _) = title.split_once("</text>").unwrap();
        1 + title.matches("<tspan").count()
    });
    assert_eq!(rows.collect::<Vec<_>>(), [2, 3, 3, 2, 3, 2]);
}

#[test]
fn children_are_links_on_all_levels() {
    let page = Page::read(&documented(), "shop/struct.Shop.html");
    let links = [
        (
            1,
            "shelf: Shelf, hibernates after 30s",
            "workers/struct.Shelf.html",
        ),
        (
            1,
            "till: Till, transient, hibernates",
            "workers/struct.Till.html",
        ),
        (3, "room: Room", "office/struct.Room.html"),
        (
            2,
            "ledger: Ledger, hibernates",
            "workers/ledgers/struct.Ledger.html",
        ),
    ];
    let listed = page.listed();
    for (depth, text, link) in links {
        let (text, link) = (text.to_owned(), Some(link.to_owned()));
        let wanted = Listed { depth, text, link };
        assert!(listed.contains(&wanted), "{wanted:?}: {listed:?}");
    }
}

/// Documented with `-D warnings`, and no link is dead.
#[test]
fn what_has_no_page_for_certain_is_no_link() {
    let page = Page::read(&documented(), "limits/places/struct.Places.html");
    let links: Vec<_> = page
        .listed()
        .into_iter()
        .map(|Listed { text, link, .. }| {
            if let Some(link) = &link {
                page.target(link);
            }
            let title = text.split(',').next().unwrap_or_default().to_owned();
            (title, link.unwrap_or_default())
        })
        .collect();
    let wanted = [
        ("all: All", "struct.All.html"),
        ("seen: Shown", "prelude/struct.Shown.html"),
        ("deeper: Deeper", "struct.Deeper.html"),
        ("hidden: Hidden", "prelude/hidden/struct.Hidden.html"),
        ("raw: Raw", "prelude/type/struct.Raw.html"),
        ("first: Double", ""),
        ("second: Double", ""),
        ("unseen: Unseen", ""),
        ("made: Made", ""),
        ("remote: Remote", "../../foreign/struct.Remote.html"),
        ("others: Remotes", "../../foreign/struct.Remotes.html"),
        ("remote: Remote", "../../foreign/struct.Remote.html"),
        ("alias: Plain", "../struct.Plain.html"),
        ("file: Filed", "places_file/struct.Filed.html"),
    ];
    assert_eq!(
        links,
        wanted.map(|(title, link)| (title.to_owned(), link.to_owned()))
    );
}

#[test]
fn a_crate_and_its_types_may_have_other_names() {
    let page = Page::read(&documented(), "facade/struct.Facade.html");
    assert_eq!(
        page.tree(),
        "\
Facade [one_for_one], 1 restart in 5s, hibernates after 1s
├── remotes: Remotes [one_for_one], 1 restart in 5s, hibernates after 1s
│   └── remote: Remote, hibernates after 30s
├── store: Depot, every 5s
└── magazine: Depot, every 5s"
    );
    for listed in page.listed() {
        page.target(&listed.link.unwrap());
    }
}

#[test]
fn what_is_hidden_or_not_exported_leaves_nothing_behind() {
    let page = Page::read(&documented(), "limits/exports/struct.Exports.html");
    let links: Vec<_> = page
        .listed()
        .into_iter()
        .map(|Listed { text, link, .. }| (text, link.is_some()))
        .collect();
    let wanted = [
        ("lonely: Lonely", true),
        ("ghost: Ghost", false),
        ("unseen: Unseen", false),
        ("raw: Raw", true),
        // What a third crate says, by a crate that re-exports it.
        ("magazine: Depot, every 5s", true),
        (
            "remotes: Remotes, [one_for_one], 1 restart in 5s, hibernates after 1s",
            true,
        ),
        ("remote: Remote, hibernates after 30s", true),
        // One call of a macro has made it and others.
        ("zed: Zed", true),
        // With the types that its parameters have by default.
        (
            "pen: Pen, [one_for_one], 1 restart in 5s, hibernates after 1s",
            true,
        ),
        ("first: Lonely", true),
        ("second: Lonely", true),
        ("silent: silent::Silent, declared elsewhere", false),
    ];
    assert_eq!(links, wanted.map(|(text, link)| (text.to_owned(), link)));
    let lonely = Page::read(&documented(), "limits/exports/struct.Lonely.html");
    let rows = lonely.rows();
    assert_eq!(rows[1..], ["wave | #[call] |  | u8 | no"]);
    assert!(!lonely.html().contains("method@"));
    for page in ["limits/all.html", "limits/exports/index.html"] {
        let page = Page::read(&documented(), page);
        assert!(!page.html().contains("Ghost"), "{}", page.html());
        assert!(!page.html().contains("r#"), "{}", page.html());
    }
}

#[test]
fn an_actor_shows_its_handlers_and_its_options() {
    let page = Page::read(&documented(), "shop/workers/struct.Shelf.html");
    assert_eq!(
        page.rows(),
        [
            "handler | mark | arguments | reply | hibernates",
            "put | #[cast] | thing: String |  | no",
            "take | #[call] | thing: String | Result<usize, SoldOut> | always",
            "look | #[call(priority)] |  | Vec<String> | no",
            "option | value",
            "hibernate_after | 30s",
            "mailbox | 1000",
            "overflow | drop_oldest",
        ]
    );
    // Where the window is narrow the table is scrolled, and no word of it is broken.
    for (style, count) in [("white-space: nowrap", 6), ("overflow-wrap: normal", 10)] {
        let code = format!("<code style=\"{style}\">");
        assert_eq!(page.html().matches(&code).count(), count, "{style}");
    }
    let page = Page::read(&documented(), "shop/struct.Clock.html");
    assert_eq!(
        page.rows(),
        [
            "handler | mark | arguments | reply | hibernates",
            "hour | #[every(\"3600s\")] |  |  | no",
            "chime | #[every(\"90s\")] |  |  | no",
        ],
        "without the one that a `cfg` leaves out"
    );
}

#[test]
fn who_supervises_whom_is_on_both_pages() {
    let shelf = Page::read(&documented(), "shop/workers/struct.Shelf.html");
    assert_eq!(shelf.parents(), ["impl ChildOf<Shop, 0> for Shelf"]);
    assert!(shelf.html().contains("href=\"../struct.Shop.html\""));
    let line = Page::read(&documented(), "shop/struct.Line.html");
    let above = "impl ChildOf<Shop, 8> for Line<Till, 3>".to_owned();
    assert!(line.parents().contains(&above));
    let office = Page::read(&documented(), "shop/office/struct.BackOffice.html");
    assert_eq!(
        office.parents(),
        [
            "impl ChildOf<BackOffice, 0> for Archive",
            "impl ChildOf<BackOffice, 1> for Ledger<u64>",
            "impl ChildOf<Shop, 2> for BackOffice",
        ]
    );
}

#[test]
fn handlers_are_links_to_the_methods_of_the_handle() {
    let page = Page::read(&documented(), "shop/workers/struct.Shelf.html");
    let link = "href=\"struct.ShelfRef.html#method.put\"";
    assert!(page.html().contains(link));
    let page = Page::read(&documented(), "limits/struct.Timed.html");
    assert_eq!(
        page.rows()[..4],
        [
            "handler | mark | arguments | reply | hibernates",
            "match | #[call] | _type: Vec<(u8, u8)> | u32 | no",
            "private | #[call] |  | () | no",
            "tick | #[every(times::PERIOD)] |  |  | no",
        ]
    );
}

/// Documented with `-D warnings`.
#[test]
fn what_cannot_be_seen_is_said_to_be_elsewhere() {
    let page = Page::read(&documented(), "limits/struct.Limits.html");
    assert_eq!(
        page.tree(),
        "\
Limits [one_for_one], 1 restart in 5s, hibernates after 1s
├── alias: Plain
├── remote: Remote, hibernates after 30s
├── remotes: Remotes [one_for_one], 1 restart in 5s, hibernates after 1s
│   └── remote: Remote, hibernates after 30s
├── path: Remotes [one_for_one], 1 restart in 5s, hibernates after 1s
│   └── remote: Remote, hibernates after 30s
├── prelude: Depot, every 5s
├── store: Depot, every 5s
├── module: Depot, every 5s
├── glob: Depot, every 5s
├── line: Line [one_for_one], 1 restart in 5s, hibernates after 1s
│   ├── asked: Plain, transient
│   └── remote: Remote, hibernates after 30s
├── same: deep::Line, declared elsewhere
├── other: Depot, every 5s
├── lines: Holder [one_for_one], 1 restart in 5s, hibernates after 1s
│   └── held: Remotes [one_for_one], 1 restart in 5s, hibernates after 1s
│       └── remote: Remote, hibernates after 30s
├── quiet: Quiet, declared elsewhere
├── loud: Loud, declared elsewhere
├── copied: Plain
├── generic: Holder [one_for_one], 1 restart in 5s, hibernates after 1s
│   └── held: Plain
├── private: Private
├── by_hand: ByHand, declared elsewhere
└── type: Plain"
    );
}

/// The macro of the name comes with all of another module, and the type does not.
#[test]
fn what_has_the_name_of_another_is_not_taken_for_it() {
    let page = Page::read(&documented(), "limits/exports/shadows/struct.Shadows.html");
    assert_eq!(
        page.tree(),
        "\
Shadows [one_for_one], 1 restart in 5s, hibernates after 1s
├── by_hand: ByHand, declared elsewhere
├── helper: Lonely
├── other: Other
├── pool: Pool, every 7s
└── quiet: self::Quiet, declared elsewhere"
    );
    let page = Page::read(
        &documented(),
        "limits/exports/shadows/below/struct.Below.html",
    );
    assert_eq!(
        page.tree(),
        "\
Below [one_for_one], 1 restart in 5s, hibernates after 1s
├── pool: Pool, every 7s
├── helper: Lonely
└── other: Pool"
    );
    let page = Page::read(
        &documented(),
        "limits/exports/shadows/cells/struct.Cells.html",
    );
    assert!(page.tree().ends_with("\n└── cell: Cell, every 3s"));
}

#[test]
fn what_a_macro_makes_is_seen() {
    let page = Page::read(&documented(), "limits/struct.MadeToo.html");
    assert_eq!(
        page.tree(),
        "\
MadeToo [one_for_one], 1 restart in 5s, hibernates after 1s
├── first: Made [one_for_one], 1 restart in 5s, hibernates after 1s
│   ├── first: Remote
│   └── second: Plain
└── second: Plain"
    );
}

#[test]
fn there_may_be_more_than_a_hundred_children() {
    let page = Page::read(&documented(), "limits/struct.Many.html");
    assert_eq!(page.tree().lines().count(), 131);
    assert!(page.tree().ends_with("└── n129: Plain"));
    let listed = page.listed();
    assert_eq!(listed.len(), 130);
    assert!(listed.iter().all(|child| child.link.is_some()));
    // The two that are long are folded.
    for title in ["Drawing of all 131", "All 131 as text"] {
        let summary = format!("<details>\n<summary>{title}</summary>");
        assert!(page.html().contains(&summary), "{title}");
    }
    let small = Page::read(&documented(), "shop/struct.Shop.html");
    assert!(!small.html().contains("<details>"));
}

#[test]
fn options_that_are_no_literals_are_shown_as_they_are_written() {
    let page = Page::read(&documented(), "limits/struct.Written.html");
    assert_eq!(
        page.tree(),
        "\
Written [one_for_one], LIMIT restarts in times::PERIOD, hibernates after Duration::from_secs(2), SHARDS partitions
└── timed: Timed, hibernates after times::IDLE.saturating_mul(2), every times::PERIOD"
    );
}

#[test]
fn nothing_of_how_it_is_made_is_seen() {
    for page in ["shop/all.html", "shop/index.html", "limits/all.html"] {
        let page = Page::read(&documented(), page);
        assert!(!page.html().contains("__"), "{}", page.html());
    }
    let index = documented().join("search.index");
    let tills = Page::read(&documented(), "shop/struct.Tills.html");
    let children = ["ChildOf<Shop, 3>", "ChildOf<Tills, 0>"];
    let traits = [
        "Child",
        children[0],
        children[1],
        "Debug",
        "Default",
        "Supervisor",
    ];
    assert_eq!(tills.traits(), traits);
    let till = Page::read(&documented(), "shop/workers/struct.Till.html");
    let mut traits = till.traits();
    traits.retain(|name| !name.starts_with("ChildOf<"));
    assert_eq!(traits, ["Actor", "Debug", "Default", "Handlers"]);
    // Nor the items of a trait that it hides, which all actors have by one impl.
    for name in ["DECLARATION", "IS_SUPERVISOR", "fn.seat"] {
        assert!(!till.html().contains(name), "{name}");
    }
    // The index is plain text: what is in it is found.
    for name in ["ShelfRef", "back_office", "by_index"] {
        assert!(mentions(&index, name), "{name}");
    }
    assert!(!mentions(&index, "__dormouse"));
}
