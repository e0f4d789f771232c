//! The words of a declared tree. `Tree::declared` of the runtime has the same.

use crate::duration;
use proc_macro2::TokenStream;
use std::fmt::Display;

/// `5 restarts in 60s`
pub(crate) fn restarts(intensity: &str, period: &str) -> String {
    let restarts = if intensity == "1" {
        "restart"
    } else {
        "restarts"
    };
    format!("{intensity} {restarts} in {period}")
}

pub(crate) fn hibernates_after(idle: impl Display) -> String {
    format!("hibernates after {idle}")
}

pub(super) fn every(period: impl Display) -> String {
    format!("every {period}")
}

pub(super) const HIBERNATES: &str = "hibernates";

/// Of what is declared below `simple_one_for_one` or `dynamic`.
pub(crate) const ON_DEMAND: &str = "children on demand";

/// `8 partitions`
pub(crate) fn partitions(count: Option<&TokenStream>) -> String {
    match count {
        Some(count) => format!("{} partitions", number(count)),
        None => "a partition for each core".to_owned(),
    }
}

/// Of a child whose declaration is in another crate without pages, or hidden by an alias.
pub(super) const ELSEWHERE: &str = "declared elsewhere";

/// A number as the runtime prints it; what is no literal as it is written.
pub(crate) fn number(code: &TokenStream) -> String {
    match syn::parse2::<syn::LitInt>(code.clone()) {
        Ok(number) => number.base10_digits().to_owned(),
        Err(_) => crate::text::source(code),
    }
}

/// A duration as the runtime prints it; what is no literal as it is written.
pub(crate) fn time(code: &TokenStream) -> String {
    duration::shown(code)
}
