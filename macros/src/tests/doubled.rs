//! What is there twice is seen in the file, and never where it could be there once.

use crate::doubled::{has, is_another_in, is_of_another_in, methods};
use quote::format_ident;
use syn::ItemImpl;

const ACTOR: &str =
    "#[actor]\nstruct Session;\n\n#[actor]\nimpl Session {\n    #[call]\n    fn get(&self) {}\n}\n";

fn doubled(text: &str, header: &str) -> Vec<String> {
    let block: ItemImpl = syn::parse_str(&format!("{header} {{}}")).unwrap();
    let names = [format_ident!("get"), format_ident!("put")];
    methods(
        text,
        &block.self_ty,
        &block.generics,
        &names.iter().collect::<Vec<_>>(),
    )
}

#[test]
fn a_method_of_another_block_is_seen() {
    for other in [
        "impl Session {\n    fn get(&self) {}\n}",
        "/// More.\nimpl Session {\n    /// One.\n    pub async fn get<T>(self) {}\n    fn other() {}\n}",
        "impl Session { fn r#get() {} }",
    ] {
        let text = format!("{ACTOR}\n{other}");
        assert_eq!(doubled(&text, "impl Session"), ["get"], "{text}");
        let text = format!("mod a {{\n{other}\n\n{ACTOR}}}");
        assert_eq!(doubled(&text, "impl Session"), ["get"], "{text}");
    }
}

#[test]
fn a_method_that_may_be_alone_is_not() {
    for other in [
        "impl Other {\n    fn get(&self) {}\n}",
        "impl Session {\n    fn get_all(&self) {}\n}",
        "impl Get for Session {\n    fn get(&self) {}\n}",
        "#[cfg(test)]\nimpl Session {\n    fn get(&self) {}\n}",
        "impl Session {\n    #[cfg(test)]\n    fn get(&self) {}\n}",
        "#[agent]\nimpl Session {\n    fn get(&self) {}\n}",
        "impl Session {\n    #[agent]\n    fn get(&self) {}\n}",
        "impl Session<u8> {\n    fn get(&self) {}\n}",
        "mod a {\nstruct Session;\nimpl Session {\n    fn get(&self) {}\n}\n}",
        "make! {\nimpl Session {\n    fn get(&self) {}\n}\n}",
        "#[actor]\nimpl Session {\n    fn get(&self) {}\n}",
    ] {
        let text = format!("{ACTOR}\n{other}");
        assert!(doubled(&text, "impl Session").is_empty(), "{text}");
    }
    let text = "#[actor]\nimpl Session<u8> {\nfn get() {}\n}\nimpl Session<u16> {\nfn get() {}\n}";
    assert!(doubled(text, "impl Session<u8>").is_empty());
    let text =
        "#[actor]\nimpl<T> Session<T> {\nfn get() {}\n}\nimpl<T: A> Session<T> {\nfn get() {}\n}";
    assert!(doubled(text, "impl<T> Session<T>").is_empty());
}

/// The line, counted from one, with `//here`.
fn line(text: &str) -> usize {
    let place = text.lines().position(|line| line.contains("//here"));
    place.unwrap() + 1
}

#[test]
fn the_first_of_a_name_is_the_one_that_is_meant() {
    let is_another = |text: &str| is_another_in(text, "Session", line(text));
    let (here, other) = (
        "#[actor]\nstruct Session; //here\n",
        "#[supervisor]\npub struct Session {}\n",
    );
    assert!(!is_another(&format!("{here}{other}")));
    assert!(is_another(&format!("{other}{here}")));
    assert!(is_another(&format!("{other}{other}{here}")));
    assert!(is_another(&format!("mod a {{\n{other}{here}}}\n")));
    for plain in [
        "struct Session;",
        "pub enum Session {}",
        "type Session = u8;",
    ] {
        assert!(is_another(&format!("{plain}\n{here}")), "{plain}");
        assert!(is_another(&format!("{here}\n{plain}")), "{plain}");
    }
    for other in [
        "#[cfg(unix)]\n#[actor]\nstruct Session;",
        "#[agent]\nstruct Session;",
        "mod a {\n#[actor]\nstruct Session;\n}",
        "// struct Session;",
        "/*\nstruct Session;\n*/",
        "make! {\nstruct Session;\n}",
        "impl Iterator for A {\ntype Session = u8;\n}",
        "struct SessionId;",
    ] {
        assert!(!is_another(&format!("{other}\n{here}")), "{other}");
    }
}

#[test]
fn the_first_block_is_of_the_first_struct() {
    let is_another = |text: &str| is_of_another_in(text, "Session", line(text));
    let actor = "#[actor]\nstruct Session;\n";
    let (here, block) = (
        "#[actor]\nimpl Session { //here\n}\n",
        "#[actor]\nimpl Session {\n}\n",
    );
    assert!(!is_another(&format!("{actor}{here}")));
    assert!(!is_another(&format!("{actor}{block}{here}")));
    assert!(!is_another(&format!("{actor}{here}{actor}{block}")));
    assert!(!is_another(&format!("{actor}{actor}{here}")));
    assert!(is_another(&format!("{actor}{block}{actor}{here}")));
    assert!(is_another(&format!("{actor}struct Session;\n{here}")));
    let supervisor = "#[supervisor]\nstruct Session {}\n";
    assert!(is_another(&format!("{supervisor}{actor}{here}")));
    assert!(!is_another(&format!("{actor}{supervisor}{here}")));
}

#[test]
fn a_type_with_the_name_of_a_handle_is_seen() {
    let has = |text: &str| has(text, "Session", "SessionRef");
    for other in [
        "struct SessionRef;",
        "pub(crate) struct SessionRef<T>(T);",
        "#[derive(Debug)]\nenum SessionRef {}",
        "type SessionRef = u8;",
        "trait SessionRef {}",
        "use others::SessionRef;",
        "use others::Any as SessionRef;",
        "pub use others::{\n    One,\n    SessionRef,\n};",
    ] {
        assert!(has(&format!("{other}\n{ACTOR}")), "{other}");
        assert!(has(&format!("mod a {{\n{ACTOR}\n{other}\n}}")), "{other}");
        assert!(!has(&format!("mod a {{\n{other}\n}}\n{ACTOR}")), "{other}");
        assert!(!has(&format!("{other}\nmod a {{\n{ACTOR}\n}}")), "{other}");
        assert!(!has(&format!("#[cfg(unix)]\n{other}\n{ACTOR}")), "{other}");
    }
    for other in [
        "fn get(session: SessionRef) {}",
        "struct App {\n    session: SessionRef,\n}",
        "pub use sessions::SessionRef as Session;",
        "struct SessionRefs;",
        "impl SessionRef {}",
        "make! { struct SessionRef; }",
        "mod a {\n    use super::SessionRef;\n}",
    ] {
        assert!(!has(&format!("{other}\n{ACTOR}")), "{other}");
    }
}
