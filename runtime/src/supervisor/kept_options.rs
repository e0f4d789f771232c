//! What a supervisor keeps of the specification of a child that was added at run time: what few of them say takes
//! no room in the others.

use std::borrow::Cow;
use std::time::Duration;

use super::backoff::Backoff;
use super::spec::{ChildOptions, Restart, Shutdown};
use crate::config::after::HibernateAfter;
#[cfg(feature = "freeze")]
use crate::config::freeze_after::FreezeAfter;

/// [`ChildOptions`] in few bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct KeptOptions {
    id: Cow<'static, str>,
    shutdown: Shutdown,
    more: Option<Box<More>>,
    restart: Restart,
    is_supervisor: bool,
    significant: bool,
    drain: bool,
}

/// What is mostly left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct More {
    backoff: Option<Backoff>,
    start_timeout: Option<Duration>,
    hibernate_after: Option<HibernateAfter>,
    #[cfg(feature = "freeze")]
    freeze_after: Option<FreezeAfter>,
    registered: Option<Cow<'static, str>>,
}

impl KeptOptions {
    pub(crate) fn id(&self) -> &Cow<'static, str> {
        &self.id
    }

    pub(crate) fn restart(&self) -> Restart {
        self.restart
    }

    pub(crate) fn shutdown(&self) -> Shutdown {
        self.shutdown
    }

    pub(crate) fn drain(&self) -> bool {
        self.drain
    }

    pub(crate) fn backoff(&self) -> Option<Backoff> {
        self.more.as_ref()?.backoff
    }

    pub(crate) fn start_timeout(&self) -> Option<Duration> {
        self.more.as_ref()?.start_timeout
    }

    /// All that was said.
    pub(crate) fn get(&self) -> ChildOptions {
        let more = self.more.as_deref().cloned().unwrap_or_default();
        ChildOptions {
            id: self.id.clone(),
            restart: self.restart,
            shutdown: self.shutdown,
            is_supervisor: self.is_supervisor,
            significant: self.significant,
            backoff: more.backoff,
            start_timeout: more.start_timeout,
            drain: self.drain,
            hibernate_after: more.hibernate_after,
            #[cfg(feature = "freeze")]
            freeze_after: more.freeze_after,
            registered: more.registered,
        }
    }
}

impl From<ChildOptions> for KeptOptions {
    fn from(options: ChildOptions) -> Self {
        // Each field by its name: a new one is not forgotten.
        let ChildOptions {
            id,
            restart,
            shutdown,
            is_supervisor,
            significant,
            backoff,
            start_timeout,
            drain,
            hibernate_after,
            #[cfg(feature = "freeze")]
            freeze_after,
            registered,
        } = options;
        let more = More {
            backoff,
            start_timeout,
            hibernate_after,
            #[cfg(feature = "freeze")]
            freeze_after,
            registered,
        };
        Self {
            id,
            shutdown,
            more: (more != More::default()).then(|| Box::new(more)),
            restart,
            is_supervisor,
            significant,
            drain,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn plain() -> ChildOptions {
        ChildOptions {
            id: "plugin".into(),
            restart: Restart::Transient,
            shutdown: Shutdown::After(SECOND),
            is_supervisor: false,
            significant: true,
            backoff: None,
            start_timeout: None,
            drain: true,
            hibernate_after: None,
            #[cfg(feature = "freeze")]
            freeze_after: None,
            registered: None,
        }
    }

    #[test]
    fn what_is_mostly_left_out_takes_a_word() {
        assert_eq!(size_of::<KeptOptions>(), 56);
        assert!(KeptOptions::from(plain()).more.is_none());
    }

    #[test]
    fn all_that_was_said_is_there_again() {
        let backoff = ChildOptions {
            backoff: Some(Backoff::DEFAULT),
            ..plain()
        };
        let limit = ChildOptions {
            start_timeout: Some(SECOND),
            is_supervisor: true,
            significant: false,
            drain: false,
            ..plain()
        };
        let sleepy = ChildOptions {
            hibernate_after: Some(HibernateAfter::Idle(SECOND)),
            shutdown: Shutdown::BrutalKill,
            ..plain()
        };
        let named = ChildOptions {
            registered: Some("plugin".into()),
            restart: Restart::Temporary,
            ..plain()
        };
        #[cfg(feature = "freeze")]
        let frozen = ChildOptions {
            freeze_after: Some(FreezeAfter::from(SECOND)),
            ..plain()
        };
        let all = [
            plain(),
            backoff,
            limit,
            sleepy,
            #[cfg(feature = "freeze")]
            frozen,
            named,
        ];
        for options in all {
            let kept = KeptOptions::from(options.clone());
            assert_eq!(kept.get(), options);
            assert_eq!(*kept.id(), options.id);
            assert_eq!(kept.restart(), options.restart);
            assert_eq!(kept.shutdown(), options.shutdown);
            assert_eq!(kept.drain(), options.drain);
            assert_eq!(kept.backoff(), options.backoff);
            assert_eq!(kept.start_timeout(), options.start_timeout);
        }
    }
}
