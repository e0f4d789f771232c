//! Where types are, read from files.

use crate::tree::source::{Arguments, Modules};
use std::path::Path;

/// A crate of these files.
fn modules(files: &[(&str, &str)]) -> Modules {
    Modules::read(Path::new("src/lib.rs"), &|path| {
        let file = files.iter().find(|(name, _)| Path::new(name) == path);
        file.map(|(_, text)| (*text).to_owned())
    })
}

/// The path to the struct that is on the line with `name`.
fn public(files: &[(&str, &str)], file: &str, name: &str) -> Option<String> {
    let (_, text) = files.iter().find(|(other, _)| *other == file)?;
    let line = text.lines().position(|line| line.contains(name))? + 1;
    let modules = modules(files);
    let module = modules.place(Path::new(file), line, name)?;
    modules.public_path(module, name)
}

fn in_root(text: &str, name: &str) -> Option<String> {
    public(&[("src/lib.rs", text)], "src/lib.rs", name)
}

#[test]
fn files_are_found_as_the_compiler_finds_them() {
    let files = [
        (
            "src/lib.rs",
            "//! hidden\npub mod a;\npub mod b;\npub mod inline { pub mod c; #[path = \"x.rs\"] pub mod d; }\n\
             #[path = \"odd/name.rs\"] pub mod e;\npub mod r#type;\n#[cfg_attr(any(), path = \"no.rs\")] pub mod no;",
        ),
        ("src/a.rs", "pub mod deep;"),
        (
            "src/a/deep.rs",
            "/// Not hidden.\npub struct Deep<T> where T: Sized {}",
        ),
        ("src/b/mod.rs", "pub mod deep;"),
        ("src/b/deep.rs", "pub struct DeepToo;"),
        ("src/inline/c.rs", "pub struct C(u8);"),
        ("src/inline/x.rs", "pub struct D {}"),
        ("src/odd/name.rs", "pub mod below;"),
        ("src/odd/below.rs", "pub struct E {}"),
        ("src/type.rs", "pub struct F {}"),
        ("src/no.rs", "pub struct G {}"),
    ];
    let wanted = [
        ("src/a/deep.rs", "Deep", Some("crate::a::deep::Deep")),
        ("src/b/deep.rs", "DeepToo", Some("crate::b::deep::DeepToo")),
        ("src/inline/c.rs", "C", Some("crate::inline::c::C")),
        ("src/inline/x.rs", "D", Some("crate::inline::d::D")),
        ("src/odd/below.rs", "E", Some("crate::e::below::E")),
        ("src/type.rs", "F", Some("crate::r#type::F")),
        ("src/no.rs", "G", None),
    ];
    for (file, name, path) in wanted {
        assert_eq!(public(&files, file, name).as_deref(), path, "{file}");
    }
}

/// The compiler refuses such a crate, perhaps after it has asked for the attributes of its items.
#[test]
fn a_file_that_is_its_own_module_twice_has_an_end() {
    let files = [
        ("src/lib.rs", "pub mod a; pub struct Root;"),
        (
            "src/a.rs",
            "#[path = \"a.rs\"] mod one;\n#[path = \"a.rs\"] mod two;",
        ),
    ];
    let path = public(&files, "src/lib.rs", "Root");
    assert_eq!(path.as_deref(), Some("crate::Root"));
}

#[test]
fn where_a_type_is_must_be_certain() {
    let twice = "pub mod a {\n pub struct One {}\n}\npub mod b {\n pub struct One; }";
    assert_eq!(in_root(twice, "One"), None);
    let local = "pub struct One {}\nfn local() { struct One; }";
    assert_eq!(in_root(local, "One"), None);
    assert_eq!(in_root("made! {\n struct One {}\n}", "One"), None);
    assert_eq!(in_root("pub struct\nOne {}", "One"), None);
    let mounted = [
        (
            "src/lib.rs",
            "#[path = \"x.rs\"] pub mod a; #[path = \"x.rs\"] pub mod b;",
        ),
        ("src/x.rs", "pub struct One {}"),
    ];
    assert_eq!(public(&mounted, "src/x.rs", "One"), None);
}

#[test]
fn only_what_all_may_see_has_a_public_path() {
    let wanted = [
        ("pub struct One {}", Some("crate::One")),
        ("struct One {}", None),
        ("pub(crate) struct One {}", None),
        ("#[doc(hidden)] pub struct One {}", None),
        ("#[doc = \"hidden\"] pub struct One {}", Some("crate::One")),
        (
            "#[doc(alias = \"hidden\")] pub struct One {}",
            Some("crate::One"),
        ),
        (
            "#[cfg_attr(a, doc = \"hidden\")] pub struct One {}",
            Some("crate::One"),
        ),
        ("#[cfg_attr(a, doc(hidden))] pub struct One {}", None),
        ("#[doc(alias = \"a\", hidden)] pub struct One {}", None),
        ("made! { a } #[actor] pub struct One {}", Some("crate::One")),
        ("made!(a); pub struct One {}", Some("crate::One")),
        ("mod a { pub struct One {} }", None),
        ("pub mod a { #![doc(hidden)] pub struct One {} }", None),
        (
            "mod a { pub struct One {} } pub use a::One;",
            Some("crate::One"),
        ),
        (
            "mod a { pub struct One {} } pub use self::a::{One as Two};",
            Some("crate::Two"),
        ),
        ("mod a { pub struct One {} } pub use a::One as _;", None),
        ("mod a { pub struct One {} } pub(crate) use a::One;", None),
        (
            "mod a { pub struct One {} } #[doc(no_inline)] pub use a::One;",
            None,
        ),
        (
            "mod a { pub struct One {} } #[cfg(any())] pub use a::One;",
            None,
        ),
        (
            "mod a { pub struct One {} } pub use a::*;",
            Some("crate::One"),
        ),
        (
            "mod a { pub struct One {} } pub use a::*; enum One {}",
            None,
        ),
        (
            "mod a { pub struct One {} } pub use a::*; pub use b::*;",
            None,
        ),
        (
            "mod a { pub mod b { pub struct One {} } } pub use a::*;",
            Some("crate::b::One"),
        ),
        (
            "mod a { pub mod b { pub struct One {} } } pub use a::b as c;",
            Some("crate::c::One"),
        ),
        (
            "mod a { pub use self::b::One; mod b { pub struct One {} } } pub use a::One;",
            Some("crate::One"),
        ),
        (
            "mod a { pub use b::*; mod b { pub struct One {} } } pub use a::One;",
            Some("crate::One"),
        ),
        (
            "mod a { pub use super::b::*; } mod b { pub use super::a::*; pub struct One {} }",
            None,
        ),
        (
            "mod a { pub struct One {} } #[cfg(any())] pub mod b { pub use crate::a::One; }",
            None,
        ),
        (
            "#[cfg(all())] pub mod a { pub struct One {} }",
            Some("crate::a::One"),
        ),
        (
            "use super::x; mod a { pub struct One {} } pub use ::a::One;",
            None,
        ),
    ];
    for (text, path) in wanted {
        assert_eq!(in_root(text, "One").as_deref(), path, "{text}");
    }
}

/// Of what is nowhere for certain there is no link that may come to nothing.
#[test]
fn a_page_may_be_where_a_way_leads_that_is_not_certain() {
    let wanted = [
        ("struct One {}", true),
        ("#[doc(hidden)] pub struct One {}", true),
        ("mod a { pub struct One {} }", true),
        ("#[doc(hidden)] pub mod a { pub struct One {} }", true),
        ("mod a { pub struct One {} } pub(crate) use a::One;", true),
        ("pub struct One {}", false),
        ("#[cfg(any())] pub mod a { pub struct One {} }", false),
        (
            "#[cfg(any())] mod a { pub struct One {} } #[cfg(any())] pub use a::One;",
            false,
        ),
        ("#[cfg_attr(a, doc(hidden))] pub struct One {}", false),
        (
            "#[cfg_attr(a, doc(alias = \"x\", hidden))] pub mod a { pub struct One {} }",
            false,
        ),
        (
            "mod a { pub struct One {} } #[cfg_attr(a, doc(hidden))] pub use a::One;",
            false,
        ),
        (
            "mod a { pub struct One {} } #[doc(alias = \"hidden\")] pub use a::One;",
            false,
        ),
        ("mod a { pub struct One {} } export! { a::One }", false),
        ("mod a { pub struct One {} } other::export!(a);", false),
        (
            "mod a { pub struct One {} } macro_rules! all { () => { pub use a::One; } } all!();",
            false,
        ),
        (
            "mod a { pub struct One {} } macro_rules! all { () => { mod b {} } } all!();",
            true,
        ),
        (
            "mod a { pub struct One {} } thread_local! { static B: u8 = 1; }",
            true,
        ),
        (
            "mod a { pub struct One {} } mod b { export! { a::One } }",
            true,
        ),
        (
            "mod a { pub struct One {} } pub mod b { export! { a::One } }",
            false,
        ),
        ("mod a { struct One {} } export! { a::One }", true),
        ("mod a { pub struct One {} } other::call!(crate::b);", true),
        ("mod a { pub struct One {} } pub mod gone;", false),
        ("mod a { pub struct One {} } pub mod there;", true),
        (
            "mod a { pub struct One {} } pub use a::*; pub use b::*;",
            false,
        ),
    ];
    for (text, is_nowhere) in wanted {
        let modules = modules(&[("src/lib.rs", text), ("src/there.rs", "")]);
        let place = modules.place(Path::new("src/lib.rs"), 1, "One").unwrap();
        assert_eq!(modules.is_nowhere(place, "One"), is_nowhere, "{text}");
    }
}

#[test]
fn a_handle_is_where_its_actor_is_if_it_is_exported_too() {
    let actor = "pub struct One {}";
    let wanted = [
        (format!("pub mod a {{ {actor} }}"), Some("crate::a::OneRef")),
        (format!("mod a {{ {actor} }} pub use a::One;"), None),
        (
            format!("mod a {{ {actor} }} pub use a::{{One, OneRef}};"),
            Some("crate::OneRef"),
        ),
        (
            format!("mod a {{ {actor} }} pub use a::*;"),
            Some("crate::OneRef"),
        ),
        (
            format!("mod a {{ {actor} }} pub use a::{{One as Two, OneRef as TwoRef}};"),
            Some("crate::TwoRef"),
        ),
    ];
    for (text, path) in wanted {
        let modules = modules(&[("src/lib.rs", text.as_str())]);
        let place = modules.place(Path::new("src/lib.rs"), 1, "One").unwrap();
        let found = modules.public_path(place, "OneRef");
        assert_eq!(found.as_deref(), path, "{text}");
    }
}

#[test]
fn with_private_items_the_path_must_be_open_to_the_page() {
    let text = "mod a {\n mod b {\n pub struct One {}\n }\n pub struct Two {} }\nmod c {\n struct Three {}\n }";
    let modules = modules(&[("src/lib.rs", text)]);
    let file = Path::new("src/lib.rs");
    let one = modules.place(file, 3, "One").unwrap();
    let two = modules.place(file, 5, "Two").unwrap();
    let three = modules.place(file, 7, "Three").unwrap();
    let path = |to, name, from| modules.private_path(to, name, from);
    assert_eq!(path(one, "One", Some(two)).unwrap(), "crate::a::b::One");
    assert_eq!(path(one, "One", Some(three)), None);
    assert_eq!(path(one, "One", None), None);
    assert_eq!(path(two, "Two", Some(three)).unwrap(), "crate::a::Two");
    assert_eq!(path(three, "Three", Some(two)), None);
}

#[test]
fn other_crates_are_followed_through_imports() {
    let text = "use other::{self, Far as Near};\nuse ::other::Root;\nmod other2 {}\n\
                pub mod a {\n use super::*;\n use crate::Near as Again;\n pub struct Here {}\n}\n\
                #[cfg(a)] use one::Either;\n#[cfg(not(a))] use two::Either;";
    let modules = modules(&[("src/lib.rs", text)]);
    let here = modules.place(Path::new("src/lib.rs"), 7, "Here").unwrap();
    let outside = |path: &str| {
        let path: Vec<String> = path.split("::").map(str::to_owned).collect();
        modules.outside(here, &path).map(|path| path.join("::"))
    };
    assert_eq!(outside("Near").unwrap(), "other::Far");
    assert_eq!(outside("Again").unwrap(), "other::Far");
    assert_eq!(outside("Root").unwrap(), "other::Root");
    assert_eq!(outside("other::deep::Type").unwrap(), "other::deep::Type");
    assert_eq!(outside("Here"), None);
    assert_eq!(outside("super::other2::Type"), None);
    assert_eq!(outside("self::Here"), None);
    assert_ne!(outside("Either").as_deref(), Some("one::Either"));
}

#[test]
fn other_names_of_types_are_seen_through() {
    let text = "struct Root {}\nmod a {\n pub struct Here {}\n pub struct Of<T>(T);\n}\n\
                type One = a::Here;\ntype Two = One;\nmod b { pub type Three = super::Two; }\n\
                type Far = ::other::Far;\ntype Loop = Loop;\ntype Held = a::Of<u8>;\n\
                type Param<T> = a::Of<T>;\n#[cfg(a)] type Either = a::Here;\n\
                trait Has { type Own; }\n";
    let modules = modules(&[("src/lib.rs", text)]);
    let root = modules.place(Path::new("src/lib.rs"), 1, "Root").unwrap();
    let names = |path: &str| -> Vec<String> { path.split("::").map(str::to_owned).collect() };
    let inside = |path: &str| modules.inside(root, &names(path)).map(|(_, name)| name);
    for path in ["a::Here", "One", "Two", "b::Three"] {
        assert_eq!(inside(path).as_deref(), Some("Here"), "{path}");
    }
    for path in ["Far", "Loop", "Held", "Param", "Either", "Own", "a", "None"] {
        assert_eq!(inside(path), None, "{path}");
    }
    assert_eq!(
        modules.outside(root, &names("Far")),
        Some(names("other::Far"))
    );
    // Of two that have it, one may be private.
    let text = "struct Root {}\nmod a {\n pub struct Here {}\n}\nmod b {\n pub struct Here {}\n}\n\
                mod c {\n use super::a::*;\n use super::b::*;\n}\nmod d {\n use super::a::*;\n use super::e::*;\n}\n\
                mod e {\n pub use super::a::Here;\n}\n";
    let globs = self::modules(&[("src/lib.rs", text)]);
    let root = globs.place(Path::new("src/lib.rs"), 1, "Root").unwrap();
    let inside = |path: &str| globs.inside(root, &names(path)).map(|(_, name)| name);
    assert_eq!(inside("c::Here"), None);
    assert_eq!(inside("d::Here").as_deref(), Some("Here"));
    // The page of a name is not that of its type.
    let again = "mod a { pub struct One {} }\npub type Two = a::One;";
    assert_eq!(in_root(again, "One"), None);
}

#[test]
fn what_is_imported_comes_before_the_handle_that_a_struct_may_have() {
    let text = "struct Root {}\npub mod a {\n pub struct Foo;\n pub use ::foreign::FooRef;\n pub use bar::*; }\n\
                mod bar { pub struct Far; }";
    let modules = modules(&[("src/lib.rs", text)]);
    let root = modules.place(Path::new("src/lib.rs"), 1, "Root").unwrap();
    let path = ["a", "FooRef"].map(str::to_owned);
    let outside = modules.outside(root, &path).unwrap();
    assert_eq!(outside, ["foreign", "FooRef"]);
    // The handle of another comes with all of its module, but this has one of that name.
    for (own, path) in [("", Some("crate::OneRef")), ("pub struct One {}", None)] {
        let text = format!("mod a;\npub use a::*;\n{own}");
        let modules = self::modules(&[("src/lib.rs", &text), ("src/a.rs", "pub struct One {}")]);
        let one = modules.place(Path::new("src/a.rs"), 1, "One").unwrap();
        assert_eq!(modules.public_path(one, "OneRef").as_deref(), path);
    }
}

#[test]
fn a_name_may_be_that_of_another_type_than_the_macro_of_it() {
    let workers = "pub struct Pool {}\npub struct Other {}\npub mod deep {}";
    let root = "struct Root {}\nmod workers;\nmod b { pub use crate::*; }\nuse workers::*;\n";
    let leads = |text: &str, path: &str, is_known: bool| {
        let text = format!("{root}{text}");
        let modules = modules(&[("src/lib.rs", &text), ("src/workers.rs", workers)]);
        let root = modules.place(Path::new("src/lib.rs"), 1, "Root").unwrap();
        let found = modules.place(Path::new("src/workers.rs"), 1, "Pool");
        assert!(found.is_some());
        let path: Vec<_> = path.split("::").map(str::to_owned).collect();
        let node = (found.filter(|_| is_known), "Pool");
        modules.lead_elsewhere(root, &path, node, |name| name == "foreign")
    };
    let elsewhere = |text: &str, path: &str| leads(text, path, true);
    for (text, path) in [
        ("pub struct Pool;", "Pool"),
        ("pub struct Pool;", "self::Pool"),
        ("pub struct Pool;", "crate::Pool"),
        ("enum Pool {}", "Pool"),
        ("type Pool<T> = Vec<T>;", "Pool"),
        ("type Pool = Other;", "Pool"),
        ("type Pool = foreign::Pool;", "Pool"),
        ("use foreign::Other as Pool;", "Pool"),
        ("use c::Pool; mod c { pub struct Pool; }", "Pool"),
        (
            "mod c { pub use crate::workers::*; pub struct Pool; }",
            "c::Pool",
        ),
    ] {
        assert!(elsewhere(text, path), "{text}");
    }
    for (text, path) in [
        ("", "Pool"),
        ("", "workers::Pool"),
        ("", "b::Pool"),
        ("use workers::Pool;", "Pool"),
        ("use workers::Pool as Other;", "Other"),
        ("type Pool = workers::Pool;", "Pool"),
        (
            "use self::c::Pool; mod c { pub use crate::workers::Pool; }",
            "Pool",
        ),
        // A `cfg` may leave it out.
        ("#[cfg(a)] pub struct Pool;", "Pool"),
        ("#[cfg(a)] enum Pool {}", "Pool"),
        ("#[cfg(a)] type Pool = Other;", "Pool"),
        ("#[cfg(a)] mod c { pub struct Pool; }", "c::Pool"),
        ("use c::Pool; mod c { #[cfg(a)] pub struct Pool; }", "Pool"),
        // A macro may have made the module.
        ("use made::Pool;", "Pool"),
        ("made! { struct Pool; }", "Pool"),
    ] {
        assert!(!elsewhere(text, path), "{text}");
    }
    // Where the module of what was found is not known.
    let known = [
        ("struct Pool;", true),
        (
            "#[derive(Debug)] #[dormouse::actor(docs = false)] struct Pool;",
            true,
        ),
        ("#[derive(Debug)] #[dormouse::actor] struct Pool;", false),
        ("", false),
    ];
    for (text, is_elsewhere) in known {
        assert_eq!(leads(text, "Pool", false), is_elsewhere, "{text}");
    }
}

#[test]
fn a_name_may_come_with_all_of_another_module_too() {
    let workers = ("src/workers.rs", "pub struct Pool {}");
    let shadowing = |text: &str, path: &str| {
        let text = format!("struct Root {{}} mod workers;\n{text}");
        let modules = modules(&[("src/lib.rs", &text), workers]);
        let root = modules.place(Path::new("src/lib.rs"), 1, "Root").unwrap();
        let path: Vec<_> = path.split("::").map(str::to_owned).collect();
        let (_, name, has_tree) = modules.shadowing(root, &path)?;
        Some((name, has_tree))
    };
    let wanted = [
        ("use workers::*; #[actor] struct Pool;", "Pool", Some(true)),
        ("use workers::*; struct Pool;", "Pool", Some(false)),
        (
            "use workers::*; #[actor] struct Pool;",
            "crate::Pool",
            Some(true),
        ),
        (
            "mod a { use crate::workers::*; #[actor] pub struct Pool; } use a::Pool as Own;",
            "Own",
            Some(true),
        ),
        ("use workers::*; #[actor] struct Other;", "Other", None),
        (
            "use workers::*; #[cfg(a)] #[actor] struct Pool;",
            "Pool",
            None,
        ),
        ("use workers::*;", "Pool", None),
        ("use workers::Pool;", "Pool", None),
        ("#[actor] struct Pool;", "Pool", None),
        ("use foreign::*; #[actor] struct Pool;", "Pool", None),
        ("use self::*; #[actor] struct Pool;", "Pool", None),
    ];
    for (text, path, has_tree) in wanted {
        let found = shadowing(text, path);
        assert_eq!(found.map(|(_, has_tree)| has_tree), has_tree, "{text}");
    }
}

#[test]
fn rustdoc_says_where_the_crate_is() {
    let out = std::env::temp_dir();
    let words = format!(
        "rustdoc --edition=2024 --crate-type lib --crate-name shop shop/src/lib.rs -o {} --extern \
         noprelude:std=x.rlib --extern other --extern=third=y.rmeta --document-private-items",
        out.display()
    );
    let arguments = Arguments::new(words.split(' ').map(str::to_owned));
    assert_eq!(
        arguments.root.as_deref(),
        Some(Path::new("shop/src/lib.rs"))
    );
    assert!(arguments.with_private);
    assert!(!arguments.has_pages_of("other"));
    let none = Arguments::new(["rustc".to_owned()].into_iter());
    assert_eq!(none, Arguments::default());
}
