//! Whose child an actor is, for its documentation.

/// Says in documentation whose child a type is, and at which place in the order of the start.
///
/// The attributes implement it where rustdoc is at work, and only there: the page of an actor or a supervisor then
/// has `impl ChildOf<App, 0> for Store` among its trait implementations, with links, and so has the page of `App`.
pub trait ChildOf<Supervisor, const PLACE: usize> {}
