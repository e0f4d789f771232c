//! What is read from tokens: durations, spelling, names in expressions; and that nothing
//! panics, whatever is written.

use super::messages;
use crate::{actor, supervisor, text};
use proc_macro2::TokenStream;
use quote::quote;

#[test]
fn durations() {
    for (written, milliseconds) in [
        ("0ms", 0_u64),
        ("250ms", 250),
        ("30s", 30_000),
        ("1m", 60_000),
        ("2h", 7_200_000),
        ("18446744073709551615ms", u64::MAX),
    ] {
        let expansion = actor::expand(
            quote!(hibernate_after = #written),
            quote!(
                struct A;
            ),
        );
        assert_eq!(messages(&expansion), [""; 0], "{written}");
        let expected = format!("from_millis ({milliseconds}u64)");
        assert!(expansion.to_string().contains(&expected), "{written}");
    }
    for wrong in [
        "",
        "5",
        "s",
        "5 s",
        "5d",
        "1.5s",
        "-1s",
        "+1s",
        "١s",
        "18446744073709551616ms",
    ] {
        let expansion = actor::expand(
            quote!(hibernate_after = #wrong),
            quote!(
                struct A;
            ),
        );
        assert_eq!(messages(&expansion).len(), 1, "{wrong}");
    }
}

#[test]
fn spelling() {
    let words = ["permanent", "transient", "temporary"];
    assert_eq!(text::nearest("permanant", &words), Some("permanent"));
    assert_eq!(text::nearest("temp", &words), Some("temporary"));
    assert_eq!(text::nearest("x", &words), None);
    assert_eq!(text::nearest("", &words), None);
}

#[test]
fn types_in_messages_look_as_written() {
    let ty = quote!(Result<Vec<&'static str>, Box<dyn Fn(u8) -> [u8; 4] + Send>>);
    assert_eq!(
        text::source(ty),
        "Result<Vec<&'static str>, Box<dyn Fn(u8) -> [u8; 4] + Send>>"
    );
}

/// Whether a `start` of the first child that mentions `other` is refused.
fn uses_later_sibling(start: TokenStream) -> bool {
    let expansion = supervisor::expand(
        quote!(),
        quote!(
            struct App {
                #[child(start = #start)]
                first: A,
                #[child]
                other: B,
            }
        ),
    );
    !messages(&expansion).is_empty()
}

#[test]
fn later_siblings() {
    assert!(uses_later_sibling(quote!(A::new(other.clone()))));
    assert!(uses_later_sibling(quote!(A { field: other })));
    assert!(uses_later_sibling(quote!(A { other })));
    assert!(!uses_later_sibling(quote!(other::new())));
    assert!(!uses_later_sibling(quote!(crate::other::new())));
    assert!(!uses_later_sibling(quote!(A { other: 5 })));
    assert!(!uses_later_sibling(quote!(path.other)));
    assert!(!uses_later_sibling(quote!(other!())));
    assert!(!uses_later_sibling(quote!(A::new(stringify!(other)))));
    assert!(uses_later_sibling(quote!(A::new(stringify!(a), other))));
    assert!(uses_later_sibling(quote!(A::new(
        concat!(stringify!(a)),
        [other]
    ))));
    assert!(!uses_later_sibling(quote!({
        let other = 5;
        A::new(other)
    })));
}

#[test]
fn all_mistakes_are_reported() {
    let expansion = supervisor::expand(
        quote!(
            strategy = one_for_al,
            intensity = "5",
            colour,
            period = "0s"
        ),
        quote! {
            struct App {
                #[child(restart = 5, start = |x| x, shutdown = "soon")]
                stop: A,
            }
        },
    );
    assert_eq!(messages(&expansion).len(), 8, "{expansion}");
}

#[test]
fn nothing_panics() {
    let args = [
        quote!(),
        quote!(,),
        quote!(= = =),
        quote!(hibernate_after = = "5s"),
        quote!("5s" "6s"),
        quote!(crate),
        quote!(crate = ),
        quote!(hibernate(x)),
        quote!(strategy = |),
        quote!(strategy = simple_one_for_one, hibernate_after = |x| x),
    ];
    let items = [
        quote!(),
        quote!(struct),
        quote!(struct A),
        quote!(
            struct A;
        ),
        quote!(
            struct A(#[child] u8);
        ),
        quote!(
            struct A<'a, T: ?Sized, const N: usize = 5>(&'a T);
        ),
        quote!(
            struct A {
                #[child]
                #[child(start =)]
                b: B,
            }
        ),
        quote!(
            struct A {
                #[child(start = |)]
                b: B,
                #[child(start = |x: &u8, _| x)]
                c: C,
            }
        ),
        quote!(
            enum A {}
        ),
        quote!(union A { a: u8 }),
        quote!(impl),
        quote!(impl A),
        quote!(impl A {}),
        quote!(
            impl<'a> A<'a> {
                #[call]
                fn f(&self) {}
            }
        ),
        quote!(
            impl (A,) {
                #[call]
                fn f(&self) {}
            }
        ),
        quote!(
            impl <A as B>::C {
                #[call]
                fn f(&self) {}
            }
        ),
        quote!(impl !Send for A {}),
        quote!(impl A { #[call] fn }),
        quote!(impl A { #[call] fn f(&self) -> }),
        quote!(impl A { #[call] fn f(&self) -> Result {} }),
        quote!(impl A { #[call] fn f(&self) -> Result<> {} }),
        quote!(impl A { #[call] fn f(&self) -> Hibernate<Result<u8>> {} }),
        quote!(impl A { #[call] const async unsafe extern "C" fn f<T>(self: T, ...) {} }),
        quote!(impl A { #[every()] #[stop(5)] #[info] fn f(&self, _: impl X, &x: &X) {} }),
        quote!(impl A { const X: u8 = { 5 }; type Y = u8; macro_call!(); macro_call! {} ; }),
        quote!(
            trait A {}
        ),
        quote!(
            fn a() {}
        ),
    ];
    for args in &args {
        for item in &items {
            drop(actor::expand(args.clone(), item.clone()));
            drop(supervisor::expand(args.clone(), item.clone()));
        }
    }
}

/// Alone, this crate is built without the feature; beside the others with it.
#[test]
fn freezing_needs_its_feature() {
    let item = quote!(
        struct Session {
            turns: Freezable<Vec<String>>,
        }
    );
    let found = messages(&crate::actor::expand(quote!(freeze_after = "1m"), item));
    if cfg!(feature = "freeze") {
        assert!(found.is_empty(), "{found:?}");
    } else {
        assert_eq!(
            found,
            ["`freeze_after` needs the feature `freeze` of dormouse"]
        );
    }
}

/// rust-analyzer gives a body that it can't read as one word.
#[test]
fn a_handler_whose_body_is_being_typed_keeps_its_method() {
    let item = quote!(
        impl Session {
            #[call]
            fn half_typed(&self) -> u8 __ra_fixup
            #[cast]
            fn no_body(&self);
            #[call]
            fn no_type(&self, text:) -> u8 {
                1
            }
            #[call]
            fn whole(&self) -> u8 {
                1
            }
        }
    );
    let text = actor::expand(TokenStream::new(), item).to_string();
    let (_, handle) = text.split_once("SessionRef").unwrap();
    for method in ["half_typed", "no_body", "whole"] {
        assert!(handle.contains(&format!("fn {method}")), "{method}");
    }
    assert!(
        text.contains("fn no_type (& self , text :) -> u8"),
        "as it was typed"
    );
    assert!(!text.contains("# [call]"), "no mark is left to complain");
}
