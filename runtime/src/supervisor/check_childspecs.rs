//! The rules that child specifications follow.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;

use super::spec::{AutoShutdown, ChildOptions, Restart};

/// Checks specifications before they are used, by OTP's rules (Erlang/OTP, `supervisor:check_childspecs/2`).
///
/// No two may have one name; and what is significant may neither be permanent nor stand below a supervisor
/// that never shuts down by itself. `None` for `auto_shutdown` leaves that last rule out, as
/// `check_childspecs/1` does. All else that OTP checks is a matter of types here.
///
/// # Errors
///
/// The first rule that is broken.
///
/// ```
/// use dormouse::prelude::*;
/// use dormouse::{AutoShutdown, ChildSpec, ChildSpecError, Restart, check_childspecs};
///
/// #[actor]
/// struct Plugin;
///
/// #[actor]
/// impl Plugin {}
///
/// let echo = ChildSpec::new("echo", || Plugin);
/// let time = ChildSpec::new("time", || Plugin).restart(Restart::Transient).significant(true);
/// assert!(check_childspecs([echo.options(), time.options()], None).is_ok());
/// let error = check_childspecs([time.options()], Some(AutoShutdown::Never)).unwrap_err();
/// assert!(matches!(error, ChildSpecError::SignificantUnderNever { id } if id == "time"));
/// ```
pub fn check_childspecs<'a>(
    specs: impl IntoIterator<Item = &'a ChildOptions>,
    auto_shutdown: Option<AutoShutdown>,
) -> Result<(), ChildSpecError> {
    let mut names = Vec::new();
    for spec in specs {
        check(spec, auto_shutdown)?;
        names.push(&spec.id);
    }
    names.sort();
    match names.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(pair) => Err(ChildSpecError::DuplicateChildName {
            id: pair[0].clone(),
        }),
        None => Ok(()),
    }
}

/// The rules for one. Where both are broken, OTP tells the first.
pub(crate) fn check(
    spec: &ChildOptions,
    auto_shutdown: Option<AutoShutdown>,
) -> Result<(), ChildSpecError> {
    let id = || spec.id.clone();
    if !spec.significant {
        Ok(())
    } else if auto_shutdown == Some(AutoShutdown::Never) {
        Err(ChildSpecError::SignificantUnderNever { id: id() })
    } else if spec.restart == Restart::Permanent {
        Err(ChildSpecError::SignificantAndPermanent { id: id() })
    } else {
        Ok(())
    }
}

/// The rules for one below a dynamic supervisor.
pub(crate) fn check_dynamic(spec: &ChildOptions) -> Result<(), ChildSpecError> {
    check(spec, Some(AutoShutdown::Never))
}

/// What is wrong with a child specification, and with which one.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ChildSpecError {
    /// Two have this name (`duplicate_child_name`).
    DuplicateChildName {
        /// The name.
        id: Cow<'static, str>,
    },
    /// It is significant, and its supervisor never shuts down by itself, or is dynamic (`bad_combination`).
    SignificantUnderNever {
        /// The child.
        id: Cow<'static, str>,
    },
    /// It is significant and permanent: it is always restarted, so its end never counts
    /// (`bad_combination`).
    SignificantAndPermanent {
        /// The child.
        id: Cow<'static, str>,
    },
}

impl fmt::Display for ChildSpecError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DuplicateChildName { id } => write!(f, "two children have the name `{id}`"),
            Self::SignificantUnderNever { id } => write!(
                f,
                "`{id}` is significant, and its supervisor never shuts down by itself"
            ),
            Self::SignificantAndPermanent { id } => write!(
                f,
                "`{id}` is significant and permanent: its end would never count"
            ),
        }
    }
}

impl Error for ChildSpecError {}
