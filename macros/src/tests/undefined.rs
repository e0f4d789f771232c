//! A misspelt type of a block is seen, and never what may come from elsewhere.

use crate::undefined::{block_in, is_undefined_in};

const ACTOR: &str = "#[actor]\nstruct Session;\n";
const BLOCK: &str = "#[actor]\nimpl Sesion {\n    #[call]\n    fn get(&self) {}\n}\n";

#[test]
fn a_misspelt_type_is_seen() {
    for beside in [
        "",
        "use dormouse::prelude::*;\nuse std::{fmt, collections::HashMap};",
        "pub mod other;\nmod inline { struct Other; }",
        "#[derive(Debug)]\nstruct Turn;\n#[tokio::main]\nasync fn main() {}",
        "macro_rules! make { () => {} }",
        "struct SesionId;\nimpl SesionId {}",
    ] {
        let text = format!("{beside}\n{ACTOR}{BLOCK}");
        assert!(is_undefined_in(&text, "Sesion"), "{text}");
        let text = format!("mod a {{\n{beside}\n{ACTOR}{BLOCK}\n}}");
        assert!(is_undefined_in(&text, "Sesion"), "{text}");
    }
}

#[test]
fn what_may_be_there_is_left_alone() {
    for beside in [
        "struct Sesion;",
        "#[cfg(unix)]\nstruct Sesion;",
        "use sessions::Sesion;",
        "use sessions::{\n    One,\n    Sesion,\n};",
        "use sessions::Any as Sesion;",
        "#[cfg(unix)]\npub(crate) use sessions::{One, Sesion};",
        "use super::*;",
        "use dormouse::{prelude::*, others::*};",
        "type Sesion = Session;",
        "make!();",
        "#[agent]\nstruct Session;",
        "#[macro_use]\nextern crate sessions;",
        "#[sessions]\nmod other {}",
    ] {
        let text = format!("{beside}\n{ACTOR}{BLOCK}");
        assert!(!is_undefined_in(&text, "Sesion"), "{text}");
    }
    for text in [
        BLOCK.to_owned(),
        format!("{}{BLOCK}", ACTOR.replace("#[actor]\n", "")),
        format!("{ACTOR}{BLOCK}#[actor]\nimpl Session {{}}"),
        format!("fn main() {{\n{ACTOR}{BLOCK}\n}}"),
        format!("{ACTOR}{BLOCK}\nmod a {{\n{BLOCK}\n}}"),
        format!("{ACTOR}#[actor]\nimpl<Sesion> Sesion {{}}"),
        format!("{ACTOR}impl Sesion {{}}"),
    ] {
        assert!(!is_undefined_in(&text, "Sesion"), "{text}");
    }
}

#[test]
fn the_struct_beside_it_is_the_one_that_is_meant() {
    let actor = ACTOR;
    let is_seen = |text: &str| block_in(text, "Session").is_some();
    assert!(is_seen(&format!("{actor}{BLOCK}")));
    assert!(is_seen(&format!("mod a {{\n{actor}{BLOCK}\n}}")));
    for other in [
        format!("{actor}{BLOCK}impl Session {{}}"),
        format!("{actor}mod a {{\n{BLOCK}\n}}"),
        format!("{actor}{BLOCK}{}", BLOCK.replace("Sesion", "Store")),
        format!("{actor}struct Sesion;\n{BLOCK}"),
        format!("{actor}{}", BLOCK.replace("#[actor]\n", "")),
    ] {
        assert!(!is_seen(&other), "{other}");
    }
}
