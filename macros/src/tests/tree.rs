//! The steps by which rustdoc gets its tree, on input that is none of theirs.

use crate::tree;
use proc_macro2::TokenStream;
use quote::quote;

#[test]
fn an_item_that_is_not_understood_stays_as_it_is() {
    let item = quote!(
        #[derive(Debug)]
        pub struct App {}
    );
    let texts = [
        quote!(),
        quote!(::dormouse),
        quote!(::dormouse, supervisor()),
        quote!(::dormouse, supervisor("one_for_one", ["a"], ("store", "", =))),
        quote!(::dormouse, actor("", ("mailbox"))),
        quote!(::dormouse, handlers()),
        quote!(Self::dormouse, actor("Store")),
        quote!(dormouse::<u8>, actor("Store")),
        quote!(
            ::dormouse,
            handlers(
                Session,
                #[cfg]
                ("say", "call")
            )
        ),
    ];
    for text in texts {
        let documented = tree::document(text.clone(), item.clone());
        assert_eq!(documented.to_string(), item.to_string(), "{text}");
    }
    let enumeration = quote!(
        enum App {}
    );
    let documented = tree::document(quote!(::dormouse, actor("")), enumeration.clone());
    assert_eq!(documented.to_string(), enumeration.to_string());
}

#[test]
fn what_is_not_ours_is_nothing() {
    let unknown_node = u32::MAX;
    let texts = [
        quote!(),
        quote!(1),
        quote!(#unknown_node child 7 7),
        quote!(#unknown_node handlers 3),
        quote!(#unknown_node handler 0 ("say")),
        quote!({} child 999_999 0),
        quote!(::dormouse, #unknown_node),
    ];
    for text in texts {
        assert!(tree::found(text.clone()).is_empty(), "{text}");
        assert!(tree::unknown(text.clone()).is_empty(), "{text}");
        let _: TokenStream = tree::page(text);
    }
}

/// Which node an item is.
fn node_of(said: TokenStream, item: TokenStream) -> usize {
    let documented = tree::document(said, item).to_string();
    let (_, page) = documented.split_once("page ! {").unwrap();
    let number = page.split(',').nth(1).unwrap().trim();
    number.trim_end_matches("usize").parse().unwrap()
}

fn page_of(node: usize, round: u32) -> String {
    tree::page(quote!(::dormouse, #node, #round)).to_string()
}

#[test]
fn a_page_comes_back_until_its_tree_is_known() {
    let item = quote!(
        struct Lonely {}
    );
    let said = quote!(
        ::dormouse,
        supervisor("one_for_one", ["words"], ("child", "", Other))
    );
    let node = node_of(said, item);
    let page = |round| page_of(node, round);
    assert!(page(0).contains("again_0 ! { :: dormouse"), "{}", page(0));
    let given_up = page(40);
    assert!(
        given_up.contains("child: Other, declared elsewhere"),
        "{given_up}"
    );

    tree::unknown(quote!({ found } child #node 0));
    assert_eq!(page(1), given_up);
}

/// The compiler says that it is an error only when all is expanded.
#[test]
fn a_default_that_mentions_itself_has_an_end() {
    let children = quote!(("first", "", T), ("second", "", U));
    let said = quote!(::dormouse, supervisor("one_for_one", [], #children));
    for params in [
        quote!(T = T, U = T),
        quote!(T = Vec<T>, U = Vec<T>),
        quote!(T = U, U = T),
        quote!(T = Vec<U>, U = Vec<Vec<T>>),
    ] {
        let pen = node_of(said.clone(), quote!(struct Pen<#params> {}));
        let above = quote!(::dormouse, supervisor("one_for_one", [], ("pen", "", Pen)));
        let above = node_of(
            above,
            quote!(
                struct Above {}
            ),
        );
        tree::found(quote!(#pen child #above 0));
        let page = page_of(above, 40);
        assert!(page.contains("pen: Pen"), "{page}");
    }
}
