//! Values whose types nobody knows any more: what the handler of all others gets.

use std::any::{Any, type_name};
use std::fmt;

use super::Info;
use super::notice::Exited;

/// A value of any type: what an [`#[info(other)]`](macro@crate::info) handler takes, which gets what no other handler does.
///
/// As Erlang's `handle_info(Other, State)`, after the clauses for what is known:
///
/// ```
/// use dormouse::prelude::*;
/// use dormouse::{AnyActorRef, AnyInfo};
///
/// #[actor]
/// #[derive(Default)]
/// struct Session {
///     unknown: Vec<String>,
/// }
///
/// #[actor]
/// impl Session {
///     /// Whoever sends such things has nothing to say.
///     #[info(other)]
///     fn other(&mut self, info: AnyInfo) -> Hibernate {
///         match info.downcast::<&str>() {
///             Ok(word) => self.unknown.push(word.to_owned()),
///             Err(info) => self.unknown.push(info.type_name().to_owned()),
///         }
///         Hibernate(())
///     }
///
///     #[call]
///     fn unknown(&self) -> Vec<String> {
///         self.unknown.clone()
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let session = Session::default().spawn()?;
/// let any = AnyActorRef::from(&session);
/// any.send(7_u32)?;
/// any.send("a word")?;
/// assert_eq!(session.unknown().await?, ["u32", "a word"]);
/// # Ok(())
/// # }
/// ```
pub struct AnyInfo {
    value: Box<dyn Any + Send>,
    name: &'static str,
}

impl AnyInfo {
    /// Forgets the type of `value`: for tests that call a handler.
    #[must_use]
    pub fn new<T: Send + 'static>(value: T) -> Self {
        Self {
            value: Box::new(value),
            name: type_name::<T>(),
        }
    }

    /// The name of the value's type, as [`std::any::type_name`] gives it.
    #[must_use]
    pub fn type_name(&self) -> &'static str {
        self.name
    }

    /// Whether the value is a `T`.
    #[must_use]
    pub fn is<T: 'static>(&self) -> bool {
        self.value.is::<T>()
    }

    /// The value, where it is a `T`; otherwise gives this one back.
    ///
    /// # Errors
    ///
    /// When the value is of another type.
    pub fn downcast<T: 'static>(self) -> Result<T, Self> {
        let name = self.name;
        match self.value.downcast() {
            Ok(value) => Ok(*value),
            Err(value) => Err(Self { value, name }),
        }
    }
}

impl fmt::Debug for AnyInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("AnyInfo").field(&self.name).finish()
    }
}

/// A value whose type only its sender knows, until a handler takes it: `Option<Info<_>>`.
#[doc(hidden)]
pub trait Parcel: Any {
    fn as_any(&mut self) -> &mut dyn Any;

    /// Takes it for the handler of all others.
    fn take_any(&mut self) -> Option<Info<AnyInfo>>;
}

impl<T: Send + 'static> Parcel for Option<Info<T>> {
    fn as_any(&mut self) -> &mut dyn Any {
        self
    }

    fn take_any(&mut self) -> Option<Info<AnyInfo>> {
        let tied = self.as_ref().is_some_and(|info| info.tie.is_some());
        let slot: &mut dyn Any = self;
        // An actor traps exits by a handler for just that: a link must not become a notice by the way.
        if tied && slot.is::<Option<Info<Exited>>>() {
            return None;
        }
        if let Some(slot) = slot.downcast_mut::<Option<Info<AnyInfo>>>() {
            return slot.take();
        }
        let Info { value, tie } = self.take()?;
        Some(Info {
            value: AnyInfo::new(value),
            tie,
        })
    }
}
