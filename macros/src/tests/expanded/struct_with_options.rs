#[cfg_attr(
    doc,
    ::dormouse::__private::document(
        ::dormouse,
        actor(
            "hibernates after 30s",
            ("hibernate_after", "30s"),
            ("hibernate", "always"),
            ("name", "session")
        )
    )
)]
/// What one user said.
#[derive(Debug)]
pub struct Session {
    user: String,
    #[cfg(unix)]
    turns: Vec<Turn>,
}
/// A handle to a [`Session`].
///
/// It is cheap to clone, and stays valid when the actor is restarted or sleeps.
pub struct SessionRef<Route: ::dormouse::Route = ::dormouse::Single>(
    pub(crate) ::dormouse::ActorRef<Session, Route>,
);
#[automatically_derived]
impl<Route: ::dormouse::Route> ::core::clone::Clone for SessionRef<Route> {
    fn clone(&self) -> Self {
        Self(::core::clone::Clone::clone(&self.0))
    }
}
#[automatically_derived]
impl<Route: ::dormouse::Route> ::core::fmt::Debug for SessionRef<Route> {
    fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::core::fmt::Debug::fmt(&self.0, formatter)
    }
}
#[automatically_derived]
impl<Route: ::dormouse::Route> ::core::cmp::PartialEq for SessionRef<Route> {
    fn eq(&self, other: &Self) -> bool {
        ::core::cmp::PartialEq::eq(&self.0, &other.0)
    }
}
#[automatically_derived]
impl<Route: ::dormouse::Route> ::core::cmp::Eq for SessionRef<Route> {}
#[automatically_derived]
impl<Route: ::dormouse::Route> ::core::hash::Hash for SessionRef<Route> {
    fn hash<__State: ::core::hash::Hasher>(&self, state: &mut __State) {
        ::core::hash::Hash::hash(&self.0, state);
    }
}
#[automatically_derived]
impl<Route: ::dormouse::Route> ::dormouse::Compact for SessionRef<Route> {
    fn compact(&mut self, _: &mut ::dormouse::Compaction) {}
    fn measure(&self, _: &mut ::dormouse::Measure) {}
}
const _: () = {
    #[allow(dead_code)]
    impl<Route: ::dormouse::Route> SessionRef<Route> {
        /// Stops the actor, and waits until it has ended.
        ///
        /// The handler that runs is finished; calls that still wait get an error.
        pub fn stop(&self) -> ::dormouse::Stopping {
            self.0.stop()
        }
        /// The actor as a tree of one, to be printed.
        pub fn tree(&self) -> ::dormouse::Tree {
            self.0.tree()
        }
        /// Inspection: status, generation, queue and memory, without waking the actor.
        pub fn actor(&self) -> ::dormouse::ActorDoor<'_, Session> {
            self.0.door()
        }
    }
    #[automatically_derived]
    impl ::core::convert::From<SessionRef> for ::dormouse::AnyActorRef {
        fn from(handle: SessionRef) -> Self {
            Self::from(&handle.0)
        }
    }
    #[automatically_derived]
    impl ::core::convert::From<&SessionRef> for ::dormouse::AnyActorRef {
        fn from(handle: &SessionRef) -> Self {
            Self::from(&handle.0)
        }
    }
    #[automatically_derived]
    impl ::core::convert::TryFrom<::dormouse::AnyActorRef> for SessionRef {
        type Error = ::dormouse::AnyActorRef;
        fn try_from(
            any: ::dormouse::AnyActorRef,
        ) -> ::core::result::Result<Self, Self::Error> {
            ::core::result::Result::map(::core::convert::TryFrom::try_from(any), Self)
        }
    }
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl ::dormouse::__private::HasPolicy for Session {
        type Policy = ::dormouse::__private::Always;
    }
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    #[allow(unused_imports, unused_variables, deprecated)]
    impl ::dormouse::Actor for Session {
        type Ref = SessionRef;
        const OPTIONS: ::dormouse::__private::ActorOptions = ::dormouse::__private::ActorOptions::new(
                "Session",
            )
            .hibernate_after(::core::time::Duration::from_millis(30000u64))
            .registered(<Self as ::dormouse::__private::HasName>::NAME);
        const POSITION: ::dormouse::__private::Position = ::dormouse::__private::Position::new(
            ::core::module_path!(),
            ::core::line!(),
            ::core::column!(),
        );
        fn handle_from(actor: ::dormouse::ActorRef<Self>) -> Self::Ref {
            SessionRef(actor)
        }
        fn actor_of(handle: &Self::Ref) -> &::dormouse::ActorRef<Self> {
            &handle.0
        }
        fn compact(&mut self, compaction: &mut ::dormouse::Compaction) {
            use ::dormouse::__private::{CompactField as _, LeaveField as _};
            (&mut ::dormouse::__private::Field(&mut self.user)).compact(compaction);
            #[cfg(unix)]
            (&mut ::dormouse::__private::Field(&mut self.turns)).compact(compaction);
        }
        fn measure(&self, measure: &mut ::dormouse::Measure) {
            use ::dormouse::__private::{MeasureField as _, SkipField as _};
            (&::dormouse::__private::FieldRef(&self.user)).measure(measure);
            #[cfg(unix)]
            (&::dormouse::__private::FieldRef(&self.turns)).measure(measure);
        }
    }
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl ::dormouse::__private::HasName for Session {
        const NAME: &'static ::core::primitive::str = "session";
    }
    const _: () = ::dormouse::__private::check_ticks(
        <Session as ::dormouse::__private::Child>::DECLARATION,
    );
};
