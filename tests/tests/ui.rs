//! Every message of the attributes, one case each.
//!
//! `TRYBUILD=overwrite cargo test -p dormouse-tests --test ui` writes the expected output anew; read it.

#[test]
fn messages() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/ui/*/*.rs");
}
