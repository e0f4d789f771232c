//! What the README shows is a program of this package, and prints what the README says.

use std::process::Command;

const README: &str = include_str!("../../README.md");
const PROGRAM: &str = include_str!("../src/bin/readme.rs");

/// The first block in that language.
fn block(language: &str) -> &'static str {
    let fence = format!("```{language}\n");
    let (_, after) = README.split_once(&fence).expect("a block");
    after.split_once("```").expect("its end").0
}

#[test]
fn its_code_is_the_program() {
    assert_eq!(block("rust"), PROGRAM);
}

#[test]
#[cfg(target_pointer_width = "64")]
fn its_tree_is_what_the_program_prints() {
    let output = Command::new(env!("CARGO_BIN_EXE_readme"))
        .output()
        .expect("the program runs");
    assert!(output.status.success(), "{output:?}");
    assert_eq!(String::from_utf8_lossy(&output.stdout), block("text"));
}
