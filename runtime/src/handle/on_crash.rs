//! A message that its actor crashes over, handed to a function.

use std::fmt;

use crate::dying;
use crate::exit::Exit;
use crate::outcome::Flow;

/// Guards a handler with `on_crash`: where the handler panics, or ends its actor with a failure, the function
/// gets the arguments.
#[doc(hidden)]
pub struct OnCrash<F: FnOnce(&Exit) + Send + 'static> {
    hook: Option<F>,
}

impl<F: FnOnce(&Exit) + Send + 'static> OnCrash<F> {
    pub fn new(hook: F) -> Self {
        Self { hook: Some(hook) }
    }

    pub(super) fn maybe(hook: Option<F>) -> Self {
        Self { hook }
    }

    pub(super) fn none() -> Self {
        Self { hook: None }
    }

    /// The handler has come to its end.
    pub fn over(mut self, flow: Flow) -> Flow {
        let hook = self.hook.take();
        match (flow, hook) {
            (Flow::Stop(reason, after), Some(hook)) if !reason.is_clean() => {
                let hook = move || {
                    if let Some(exit) = dying::exit() {
                        drop(dying::catch_rarely(|| hook(&exit)));
                    }
                    if let Some(after) = after {
                        after();
                    }
                };
                Flow::Stop(reason, Some(Box::new(hook)))
            }
            (flow, _) => flow,
        }
    }
}

impl<F: FnOnce(&Exit) + Send + 'static> Drop for OnCrash<F> {
    fn drop(&mut self) {
        // Killed or cut off, it is not the message's fault.
        if let Some(hook) = self.hook.take()
            && dying::is_unwinding()
        {
            dying::leave_orphan(Box::new(move |exit| hook(&exit)));
        }
    }
}

impl<F: FnOnce(&Exit) + Send + 'static> fmt::Debug for OnCrash<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OnCrash").finish_non_exhaustive()
    }
}
