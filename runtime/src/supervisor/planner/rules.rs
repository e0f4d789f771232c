//! What a supervisor is told about its children, and what follows from it.

/// Which children a restart covers (Erlang/OTP supervisor documentation, "Restart Strategy").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Strategy {
    /// Only the child that ended.
    OneForOne,
    /// The child that ended and those started after it.
    RestForOne,
    /// All children.
    OneForAll,
}

/// Whether a child that ended is started again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Restart {
    /// Always.
    Permanent,
    /// After a failure.
    Transient,
    /// Never; its specification goes with it.
    Temporary,
}

/// Whether the end of significant children ends the supervisor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AutoShutdown {
    /// It does not.
    Never,
    /// The end of one of them does.
    AnySignificant,
    /// The end of the last of them does.
    AllSignificant,
}

/// How an actor ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// normal, shutdown or shutdown(x).
    Clean,
    /// An error, a panic or a kill.
    Failed,
}

/// What follows when a child ends by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It is started again, if the restart limiter lets it.
    Restart,
    /// Its specification stays, without a process.
    Keep,
    /// Its specification goes.
    Remove,
}

impl Restart {
    /// What follows when such a child ends by itself (`do_restart` of OTP's supervisor).
    pub(crate) fn verdict(self, exit: Exit) -> Verdict {
        match (self, exit) {
            (Self::Permanent, _) | (Self::Transient, Exit::Failed) => Verdict::Restart,
            (Self::Transient, Exit::Clean) => Verdict::Keep,
            (Self::Temporary, _) => Verdict::Remove,
        }
    }

    /// Whether such an end is reported as an error: a permanent child must not even finish.
    pub(crate) fn is_reported(self, exit: Exit) -> bool {
        self == Self::Permanent || exit == Exit::Failed
    }
}

/// What the planner must know of a child's specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ChildPlan {
    /// Whether it is started again.
    pub(crate) restart: Restart,
    /// Whether its end counts for the automatic shutdown.
    pub(crate) significant: bool,
}

impl ChildPlan {
    /// A child without significance.
    pub(crate) fn new(restart: Restart) -> Self {
        Self {
            restart,
            significant: false,
        }
    }

    /// The same child, with significance.
    pub(crate) fn significant(self) -> Self {
        Self {
            significant: true,
            ..self
        }
    }
}
