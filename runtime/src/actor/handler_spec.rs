//! A handler, as it is declared.

/// How a handler is reached.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Call,
    Cast,
    Every,
    Info,
    Other,
    Start,
}

/// Which hibernation a handler's return type allows.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Plain,
    Hibernate,
    Outcome,
}

/// One handler, as its attribute and signature say.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct HandlerSpec {
    name: &'static str,
    kind: Kind,
    form: Form,
    plain: bool,
    priority: bool,
    blocking: bool,
    in_place: bool,
    arguments: &'static str,
    reply: &'static str,
}

impl HandlerSpec {
    #[must_use]
    pub const fn new(name: &'static str, kind: Kind, form: Form, plain: bool) -> Self {
        Self {
            name,
            kind,
            form,
            plain,
            priority: false,
            blocking: false,
            in_place: false,
            arguments: "",
            reply: "",
        }
    }

    /// Its messages overtake the others.
    #[must_use]
    pub const fn priority(mut self) -> Self {
        self.priority = true;
        self
    }

    #[must_use]
    pub const fn has_priority(&self) -> bool {
        self.priority
    }

    /// It may block its thread, and gets one for that.
    #[must_use]
    pub const fn blocking(mut self) -> Self {
        self.blocking = true;
        self
    }

    #[must_use]
    pub const fn is_blocking(&self) -> bool {
        self.blocking
    }

    /// It awaits and has a `Context`: it may hibernate where it is.
    #[must_use]
    pub const fn in_place(mut self) -> Self {
        self.in_place = true;
        self
    }

    /// Whether it has a way to hibernate.
    #[must_use]
    pub const fn may_hibernate(&self) -> bool {
        self.in_place || !matches!(self.form, Form::Plain)
    }

    #[must_use]
    pub const fn arguments(mut self, source: &'static str) -> Self {
        self.arguments = source;
        self
    }

    #[must_use]
    pub const fn reply(mut self, source: &'static str) -> Self {
        self.reply = source;
        self
    }

    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    #[must_use]
    pub const fn form(&self) -> Form {
        self.form
    }

    /// Whether it runs to its end without awaiting.
    #[must_use]
    pub const fn is_plain(&self) -> bool {
        self.plain
    }
}

/// What any of an actor's handlers does, as a constant: what none of them does is not compiled for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct AnyOf {
    /// Awaits.
    pub(crate) awaits: bool,
    /// Decides at run time what comes next.
    pub(crate) decides: bool,
}

impl AnyOf {
    pub(crate) const fn handlers(handlers: &[HandlerSpec]) -> Self {
        let mut any = Self {
            awaits: false,
            decides: false,
        };
        let mut index = 0;
        while index < handlers.len() {
            let handler = &handlers[index];
            any.awaits |= !handler.plain;
            any.decides |= matches!(handler.form, Form::Outcome);
            index += 1;
        }
        any
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_that_does_it_is_enough() {
        let plain = HandlerSpec::new("plain", Kind::Call, Form::Plain, true);
        let awaits = HandlerSpec::new("awaits", Kind::Cast, Form::Plain, false);
        let decides = HandlerSpec::new("decides", Kind::Info, Form::Outcome, true);
        let found = |handlers: &[HandlerSpec]| {
            let any = AnyOf::handlers(handlers);
            (any.awaits, any.decides)
        };
        assert_eq!(found(&[]), (false, false));
        assert_eq!(found(&[plain, plain]), (false, false));
        assert_eq!(found(&[plain, awaits]), (true, false));
        assert_eq!(found(&[decides, plain]), (false, true));
    }
}
