//! A struct without its attribute is seen beside its handlers and its supervisor, and never where it could have one.

use crate::beside::{
    child, handled, has_block, is_said_above, of_handlers, supervised, supervises, unhandled,
};

fn is_seen(text: &str) -> bool {
    handled(text, "Session").is_some()
}

const BLOCK: &str = "#[actor] impl Session {}\n";

#[test]
fn a_forgotten_attribute_is_seen() {
    for beside in [
        "struct Session;",
        "pub(crate) struct Session { turns: Vec<String> }",
        "#[derive(Clone)]\n/// What one said.\nstruct Session<T>(T);",
        "#[actor]\nstruct Other;\n\nstruct Session;",
        "#[actor]\r\nstruct Other;\r\n\r\nstruct Session;",
    ] {
        assert!(is_seen(&format!("{beside}\n\n{BLOCK}")), "{beside}");
        assert!(is_seen(&format!("{BLOCK}\n{beside}")), "{beside}");
        let inside = format!("mod sessions {{\n{beside}\n\n{BLOCK}}}");
        assert!(is_seen(&inside), "{inside}");
        let inside = format!("fn main() {{\n{beside}\n\n{BLOCK}}}");
        assert!(is_seen(&inside), "{inside}");
    }
    assert!(is_seen(
        "struct Session;\n\n#[dormouse::actor(docs = false)]\nimpl<T> Session<T> {}"
    ));
}

#[test]
fn what_may_be_an_actor_is_left_to_the_compiler() {
    for text in [
        "#[actor]\nstruct Session;\n\n#[actor] impl Session {}",
        "#[agent]\nstruct Session;\n\n#[actor] impl Session {}",
        "#[cfg_attr(all(), actor)] struct Session;\n\n#[actor] impl Session {}",
        "#[cfg(unix)]\nstruct Session;\n\n#[cfg(not(unix))] use a::Session;\n#[actor] impl Session {}",
        "struct SessionId;\n\n#[actor] impl Session {}",
        "// struct Session;\n\n#[actor] impl Session {}",
        "make! { struct Session; }\n\n#[actor] impl Session {}",
        "mod sessions { struct Session; }\n\n#[actor] impl Session {}",
        "struct Session;\n\nmod handlers { #[actor] impl Session {} }",
        "struct Session;\n\nmod handlers { #[actor] impl super::Session {} }",
        "#[actors] mod sessions { struct Session;\n\n#[actor] impl Session {} }",
        "struct Session;\n\n#[actor] impl Session {}\n\nmod a { struct Session; }",
        "struct Session;\n\n#[actor] impl Session {}\n\nmod a { #[actor] impl Session {} }",
        "struct Session;\n\nimpl Session {}",
        "struct Session;\n\n#[actor] impl Session {} } what cannot be read",
    ] {
        assert!(!is_seen(text), "{text}");
    }
}

#[test]
fn a_child_that_is_no_actor_is_seen() {
    let is_seen = |text: &str| supervised(text, "Session", "App").is_some();
    let app = "#[supervisor]\nstruct App<T> {\n    #[child]\n    session: Session<T>,\n}\n";
    for beside in [
        "struct Session<T>(T);",
        "#[derive(Default)]\nstruct Session<T>(T);\n\nimpl<T> Session<T> {}",
        "struct Session<T>(T);\n\nimpl<T> Clone for Session<T> {}",
    ] {
        assert!(is_seen(&format!("{beside}\n\n{app}")), "{beside}");
        assert!(is_seen(&format!("{app}\n{beside}")), "{beside}");
    }
    for other in [
        "#[actor]\nstruct Session<T>(T);",
        "#[supervisor]\nstruct Session<T>(T);",
        "struct Session<T>(T);\n\n#[actor] impl<T> Session<T> {}",
        "struct Session<T>(T);\n\nimpl<T> dormouse::Actor for Session<T> {}",
        "use sessions::Session;",
        "mod sessions { struct Session<T>(T); }",
    ] {
        assert!(!is_seen(&format!("{other}\n\n{app}")), "{other}");
        assert!(!is_seen(&format!("{app}\n{other}")), "{other}");
    }
}

#[test]
fn what_has_handlers_may_be_a_supervisor() {
    let is_one = |text: &str| supervises(text, "Session");
    for supervisor in [
        "#[supervisor]\nstruct Session {}",
        "#[dormouse::supervisor(dynamic)]\n#[derive(Debug)]\npub struct Session<T> {}",
    ] {
        assert!(is_one(&format!("{supervisor}\n\n{BLOCK}")), "{supervisor}");
        let elsewhere = format!("mod sessions {{ {supervisor} }}\n\n{BLOCK}");
        assert!(!is_one(&elsewhere), "{elsewhere}");
    }
    for other in [
        "#[actor]\nstruct Session;\n\n#[supervisor] struct App {}",
        "#[cfg(unix)]\n#[supervisor]\nstruct Session {}",
    ] {
        assert!(!is_one(&format!("{other}\n\n{BLOCK}")), "{other}");
    }
}

#[test]
fn a_block_of_handlers_is_found_wherever_it_is() {
    assert!(has_block(BLOCK, "Session"));
    assert!(has_block(&format!("mod handlers {{ {BLOCK} }}"), "Session"));
    assert!(!has_block(BLOCK, "Other"));
    assert!(!has_block("#[actor] impl Tool for Session {}", "Session"));
}

#[test]
fn a_block_without_its_attribute_is_seen() {
    let is_seen = |text: &str| unhandled(text, "Session").is_some();
    let marked = "impl Session {\n    #[call]\n    fn get(&self) {}\n}\n";
    let actor = "#[actor]\nstruct Session;\n";
    assert!(is_seen(&format!("{actor}\n{marked}")));
    assert!(is_seen(&format!("{actor}\nimpl Session {{}}\n\n{marked}")));
    assert!(is_seen(&format!("mod a {{\n{actor}\n{marked}\n}}")));
    for other in [
        format!("{actor}\n#[actor]\n{marked}"),
        format!("{actor}\n#[dormouse::actor(docs = false)]\n/// Handlers.\n{marked}"),
        format!("{actor}\n#[agent]\n{marked}"),
        format!("{actor}\n{marked}\n#[actor]\nimpl Session {{}}"),
        format!("{actor}\n{marked}\nmod a {{ #[actor] impl Session {{}} }}"),
        format!("{actor}\n{marked}\n{marked}"),
        format!("{actor}\nimpl Session {{ fn get(&self) {{}} }}"),
        format!("{actor}\nmod a {{ {marked} }}"),
        format!("{actor}\n{}", marked.replace("Session", "Other")),
        format!(
            "{actor}\n{}",
            marked.replace("Session", "Clone for Session")
        ),
    ] {
        assert!(!is_seen(&other), "{other}");
    }
}

#[test]
fn the_first_mark_of_a_block_says_it() {
    let is_said = |text: &str| is_said_above(text, text.lines().count());
    let call = "    #[call]\n    fn get(&self) {}\n";
    assert!(is_said(&format!("impl Session {{\n{call}    #[cast]\n")));
    assert!(is_said(
        "impl Session {\n    #[dormouse::every(\"1s\")]\n    fn tick(&self) {\n    }\n    #[cast]\n"
    ));
    for first in [
        "#[call]\n".to_owned(),
        "impl Session {\n    #[call]\n".to_owned(),
        "impl Session {\n    // #[call]\n    #[cast]\n".to_owned(),
        format!("impl Session {{\n    #[cfg(unix)]\n{call}    #[cast]\n"),
        format!("impl Session {{\n{call}}}\n#[cast]\n"),
        format!("impl Session {{\n{call}}}\nimpl Other {{\n    #[cast]\n"),
        format!("#[actor]\nimpl Session {{\n{call}    #[cast]\n"),
    ] {
        assert!(!is_said(&first), "{first}");
    }
}

#[test]
fn the_struct_of_a_block_is_read_whatever_it_has() {
    let generics = |text: &str| of_handlers(text, "Session").map(|item| item.generics.params.len());
    assert_eq!(
        generics(&format!(
            "#[actor]\nstruct Session<A, const B: u8>;\n\n{BLOCK}"
        )),
        Some(2)
    );
    assert_eq!(generics(&format!("struct Session;\n\n{BLOCK}")), Some(0));
    assert_eq!(
        generics(&format!("#[cfg(unix)]\nstruct Session<A>;\n\n{BLOCK}")),
        None
    );
    assert_eq!(generics(&format!("use a::Session;\n\n{BLOCK}")), None);
}

#[test]
fn a_child_with_parameters_is_read() {
    let known = |text: &str| {
        let known = child(text, "Session", "App")?;
        let parts = (known.generics.params, known.blocks, known.children);
        Some((parts.0.len(), parts.1.len(), parts.2.len()))
    };
    let app = "#[supervisor]\nstruct App<T> {\n    #[child]\n    session: Session<T>,\n}\n";
    let actor = "#[actor]\nstruct Session<T>(T);\n\n#[actor] impl<T> Session<T> {}\n";
    assert_eq!(known(&format!("{actor}{app}")), Some((1, 1, 0)));
    assert_eq!(known(&format!("mod a {{ {app}{actor} }}")), Some((1, 1, 0)));
    let nested =
        "#[supervisor]\nstruct Session<T> { of: T, #[child] one: One<T>, #[child] two: Two }\n";
    assert_eq!(known(&format!("{nested}{app}")), Some((1, 0, 2)));
    for other in [
        "struct Session<T>(T);",
        "#[actor]\nstruct Session;",
        "#[cfg(unix)]\n#[actor]\nstruct Session<T>(T);",
        "mod a { #[actor]\nstruct Session<T>(T); }",
        "#[actor]\nstruct Session<T>(T);\n#[cfg(unix)]\n#[actor]\nimpl<T: Debug> Session<T> {}",
        "#[actor]\nstruct Session<T>(T);\nmod a { struct Session<T>(T); }",
    ] {
        assert_eq!(known(&format!("{other}\n{app}")), None, "{other}");
    }
}
