//! How a start fails by what returns from its expression: `bail!` and `ensure!` of `anyhow`, and macros of one's own.

use dormouse::prelude::*;

#[actor]
struct Store {
    text: String,
}

impl Store {
    fn new(text: &str) -> Self {
        let text = text.to_owned();
        Self { text }
    }

    fn open(text: &str) -> anyhow::Result<Self> {
        Ok(Self::new(text))
    }

    fn checked(check: impl Fn() -> anyhow::Result<()>) -> anyhow::Result<Self> {
        drop(check);
        Self::open("checked")
    }
}

#[actor]
impl Store {
    #[call]
    fn text(&self) -> String {
        self.text.clone()
    }
}

/// Whatever the last expression gives.
#[supervisor]
struct Bailing {
    fails: &'static str,
    #[child(start = {
        anyhow::ensure!(*fails != "a", "not ready");
        Store::open("a")
    })]
    a: Store,
    #[child(start = {
        tokio::task::yield_now().await;
        let text = std::str::from_utf8(b"b")?;
        if *fails == "b" {
            anyhow::bail!("not ready, after a wait");
        }
        Store::open(text)?
    })]
    b: Store,
    #[child(start = {
        anyhow::ensure!(*fails != "c", "not ready, and plain");
        Store::new("c")
    })]
    c: Store,
    #[child(start = {
        if *fails != "d" {
            return Store::open("d");
        }
        anyhow::bail!("not ready at all")
    })]
    d: Store,
}

#[tokio::test]
async fn a_start_may_bail() {
    for (fails, told) in [
        ("a", "not ready"),
        ("b", "not ready, after a wait"),
        ("c", "not ready, and plain"),
        ("d", "not ready at all"),
    ] {
        let error = Bailing { fails }.start().await.unwrap_err();
        let told = format!("`Bailing/{fails}` did not start: failed: {told}");
        assert_eq!(error.to_string(), told);
    }
    let tree = Bailing { fails: "" }.start().await.unwrap();
    assert_eq!(tree.b().text().await.unwrap(), "b");
    assert_eq!(tree.d().text().await.unwrap(), "d");
}

mod by_name {
    use super::Store;
    use anyhow::{bail, ensure};
    use dormouse::prelude::*;

    #[supervisor(strategy = simple_one_for_one)]
    pub(super) struct OnDemand {
        #[child(start = |text: String| {
            ensure!(!text.is_empty(), "no text");
            if text == "bad" {
                bail!("bad text");
            }
            Store::new(&text)
        })]
        store: Store,
    }
}

#[tokio::test]
async fn a_start_on_demand_may_bail() {
    let stores = by_name::OnDemand {}.start().await.unwrap();
    for (text, told) in [("", "no text"), ("bad", "bad text")] {
        let error = stores.start_child(text.to_owned()).await.unwrap_err();
        assert!(error.to_string().ends_with(told), "{error}");
    }
    let store = stores.start_child("good".to_owned()).await.unwrap();
    assert_eq!(store.text().await.unwrap(), "good");
}

/// What bails is a function that the start calls, or hands on.
#[supervisor]
struct Checking {
    name: &'static str,
    #[child(start = Store::checked(|| anyhow::bail!("late"))?)]
    a: Store,
    #[child(start = {
        let check = |name: &str| -> anyhow::Result<()> {
            if name.is_empty() {
                anyhow::bail!("no name");
            }
            Ok(())
        };
        check(name)?;
        Store::new("b")
    })]
    b: Store,
}

#[tokio::test]
async fn what_a_start_calls_may_bail() {
    let error = Checking { name: "" }.start().await.unwrap_err();
    assert!(error.to_string().ends_with("no name"), "{error}");
    let tree = Checking { name: "b" }.start().await.unwrap();
    assert_eq!(tree.a().text().await.unwrap(), "checked");
    assert_eq!(tree.b().text().await.unwrap(), "b");
}

#[path = "start_errors/own_macro.rs"]
mod own_macro;

#[tokio::test]
async fn a_macro_of_ones_own_may_return() {
    let error = own_macro::Own { ready: false }.start().await.unwrap_err();
    assert!(error.to_string().ends_with("failed: not ready"), "{error}");
    own_macro::Own { ready: true }.start().await.unwrap();
}

/// A text in braces names a sibling only where it is formatted.
#[supervisor]
struct Routes {
    #[child(start = {
        let route = format!("{}{}", "root", "/{tools}");
        assert_eq!(route, "root/{tools}");
        Store::new(&route)
    })]
    routes: Store,
    #[child(start = Store::new("tools"))]
    tools: Store,
}

#[tokio::test]
async fn a_text_in_braces_is_no_sibling() {
    let tree = Routes {}.start().await.unwrap();
    assert_eq!(tree.routes().text().await.unwrap(), "root/{tools}");
    assert_eq!(tree.tools().text().await.unwrap(), "tools");
}
