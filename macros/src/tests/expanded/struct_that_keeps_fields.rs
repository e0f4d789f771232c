#[cfg_attr(
    doc,
    ::dormouse::__private::document(
        ::dormouse,
        actor(
            "",
            ("mailbox", "LIMIT"),
            ("overflow", "drop_oldest"),
            ("on_restart", "clear")
        )
    )
)]
struct Store {
    cache: HashMap<Key, Row>,
    path: PathBuf,
    #[cfg(unix)]
    socket: Option<Socket>,
}
/// A handle to a [`Store`].
///
/// It is cheap to clone, and stays valid when the actor is restarted or sleeps.
struct StoreRef<Route: ::dormouse::Route = ::dormouse::Single>(
    pub(crate) ::dormouse::ActorRef<Store, Route>,
);
#[automatically_derived]
impl<Route: ::dormouse::Route> ::core::clone::Clone for StoreRef<Route> {
    fn clone(&self) -> Self {
        Self(::core::clone::Clone::clone(&self.0))
    }
}
#[automatically_derived]
impl<Route: ::dormouse::Route> ::core::fmt::Debug for StoreRef<Route> {
    fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::core::fmt::Debug::fmt(&self.0, formatter)
    }
}
#[automatically_derived]
impl<Route: ::dormouse::Route> ::core::cmp::PartialEq for StoreRef<Route> {
    fn eq(&self, other: &Self) -> bool {
        ::core::cmp::PartialEq::eq(&self.0, &other.0)
    }
}
#[automatically_derived]
impl<Route: ::dormouse::Route> ::core::cmp::Eq for StoreRef<Route> {}
#[automatically_derived]
impl<Route: ::dormouse::Route> ::core::hash::Hash for StoreRef<Route> {
    fn hash<__State: ::core::hash::Hasher>(&self, state: &mut __State) {
        ::core::hash::Hash::hash(&self.0, state);
    }
}
#[automatically_derived]
impl<Route: ::dormouse::Route> ::dormouse::Compact for StoreRef<Route> {
    fn compact(&mut self, _: &mut ::dormouse::Compaction) {}
    fn measure(&self, _: &mut ::dormouse::Measure) {}
}
const _: () = {
    #[allow(non_upper_case_globals)]
    const __capacity_Store: ::core::primitive::usize = LIMIT;
    const _: ::core::primitive::usize = ::dormouse::__private::constants::capacity(
        __capacity_Store,
    );
    #[allow(dead_code)]
    impl<Route: ::dormouse::Route> StoreRef<Route> {
        /// Stops the actor, and waits until it has ended.
        ///
        /// The handler that runs is finished; calls that still wait get an error.
        fn stop(&self) -> ::dormouse::Stopping {
            self.0.stop()
        }
        /// The actor as a tree of one, to be printed.
        fn tree(&self) -> ::dormouse::Tree {
            self.0.tree()
        }
        /// Inspection: status, generation, queue and memory, without waking the actor.
        fn actor(&self) -> ::dormouse::ActorDoor<'_, Store> {
            self.0.door()
        }
    }
    #[automatically_derived]
    impl ::core::convert::From<StoreRef> for ::dormouse::AnyActorRef {
        fn from(handle: StoreRef) -> Self {
            Self::from(&handle.0)
        }
    }
    #[automatically_derived]
    impl ::core::convert::From<&StoreRef> for ::dormouse::AnyActorRef {
        fn from(handle: &StoreRef) -> Self {
            Self::from(&handle.0)
        }
    }
    #[automatically_derived]
    impl ::core::convert::TryFrom<::dormouse::AnyActorRef> for StoreRef {
        type Error = ::dormouse::AnyActorRef;
        fn try_from(
            any: ::dormouse::AnyActorRef,
        ) -> ::core::result::Result<Self, Self::Error> {
            ::core::result::Result::map(::core::convert::TryFrom::try_from(any), Self)
        }
    }
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl ::dormouse::__private::HasPolicy for Store {
        type Policy = ::dormouse::__private::May;
    }
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    #[allow(unused_imports, unused_variables, deprecated)]
    impl ::dormouse::Actor for Store {
        type Ref = StoreRef;
        const OPTIONS: ::dormouse::__private::ActorOptions = ::dormouse::__private::ActorOptions::new(
                "Store",
            )
            .mailbox(__capacity_Store, ::dormouse::Overflow::DropOldest)
            .clear_on_restart();
        const POSITION: ::dormouse::__private::Position = ::dormouse::__private::Position::new(
            ::core::module_path!(),
            ::core::line!(),
            ::core::column!(),
        );
        const KEEPS: bool = true;
        fn keep(&mut self, kept: &mut ::dormouse::__private::Kept) {
            {
                use ::dormouse::__private::KeepsNothing as _;
                ::dormouse::__private::Keeping(&mut self.cache).take(kept);
            }
            #[cfg(unix)]
            {
                use ::dormouse::__private::KeepsNothing as _;
                ::dormouse::__private::Keeping(&mut self.socket).take(kept);
            }
        }
        fn restore(&mut self, kept: &mut ::dormouse::__private::Kept) {
            kept.give(&mut self.cache);
            #[cfg(unix)] kept.give(&mut self.socket);
        }
        fn handle_from(actor: ::dormouse::ActorRef<Self>) -> Self::Ref {
            StoreRef(actor)
        }
        fn actor_of(handle: &Self::Ref) -> &::dormouse::ActorRef<Self> {
            &handle.0
        }
        fn compact(&mut self, compaction: &mut ::dormouse::Compaction) {
            use ::dormouse::__private::{CompactField as _, LeaveField as _};
            (&mut ::dormouse::__private::Field(&mut self.cache)).compact(compaction);
            (&mut ::dormouse::__private::Field(&mut self.path)).compact(compaction);
            #[cfg(unix)]
            (&mut ::dormouse::__private::Field(&mut self.socket)).compact(compaction);
        }
        fn measure(&self, measure: &mut ::dormouse::Measure) {
            use ::dormouse::__private::{MeasureField as _, SkipField as _};
            (&::dormouse::__private::FieldRef(&self.cache)).measure(measure);
            (&::dormouse::__private::FieldRef(&self.path)).measure(measure);
            #[cfg(unix)]
            (&::dormouse::__private::FieldRef(&self.socket)).measure(measure);
        }
    }
};
