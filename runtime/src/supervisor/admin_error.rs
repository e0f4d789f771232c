//! Why administration was refused.

use std::error::Error;
use std::fmt;

use crate::error::NoProcess;
use crate::exit::ExitReason;

/// Why an administration call was refused: which child, and the reason (Erlang/OTP, `supervisor`, the
/// functions of these names).
#[derive(Clone, Debug)]
pub struct AdminError {
    path: Box<str>,
    kind: AdminErrorKind,
}

/// The kinds of an [`AdminError`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum AdminErrorKind {
    /// The supervisor has no such child (`not_found`).
    NotFound,
    /// The child runs (`running`).
    Running,
    /// The child is about to be restarted (`restarting`).
    Restarting,
    /// There cannot be that many partitions.
    TooManyPartitions {
        /// How many were asked for.
        asked: usize,
        /// How many are declared.
        most: usize,
    },
    /// The child did not start. Its specification is kept.
    StartFailed(ExitReason),
    /// The supervisor does not run (`noproc`).
    NoProcess(NoProcess),
}

impl AdminError {
    pub(crate) fn new(path: impl Into<Box<str>>, kind: AdminErrorKind) -> Self {
        Self {
            path: path.into(),
            kind,
        }
    }

    /// The child, or the supervisor with too few partitions, by its place in the tree, such as `App/store`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What kind of refusal it is.
    #[must_use]
    pub fn kind(&self) -> &AdminErrorKind {
        &self.kind
    }
}

impl fmt::Display for AdminError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = &self.path;
        match &self.kind {
            AdminErrorKind::NotFound => {
                write!(f, "`{path}` is no child of this supervisor")
            }
            AdminErrorKind::Running => write!(f, "`{path}` runs"),
            AdminErrorKind::Restarting => write!(f, "`{path}` is about to be restarted"),
            AdminErrorKind::TooManyPartitions { asked, most } => write!(
                f,
                "`{path}` can have from 0 to {most} partitions, as many as are declared, and not {asked}"
            ),
            AdminErrorKind::StartFailed(reason) => write!(f, "`{path}` did not start: {reason}"),
            AdminErrorKind::NoProcess(process) => {
                write!(
                    f,
                    "`{path}` is out of reach, for its supervisor does not run: {process}"
                )
            }
        }
    }
}

impl Error for AdminError {}
