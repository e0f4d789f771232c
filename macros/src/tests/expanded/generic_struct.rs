#[cfg_attr(doc, mouse::__private::document(mouse, actor("")))]
pub(crate) struct Cache<K: Eq, V = u8, const N: usize = 3>(
    K,
    V,
    [u8; N],
)
where
    V: Clone;
/// A handle to a [`Cache`].
///
/// It is cheap to clone, and stays valid when the actor is restarted or sleeps.
pub(crate) struct CacheRef<
    K: Eq,
    V = u8,
    const N: usize = 3,
    Route: mouse::Route = mouse::Single,
>(
    pub(crate) mouse::ActorRef<Cache<K, V, N>, Route>,
)
where
    V: Clone;
#[automatically_derived]
impl<K: Eq, V, const N: usize, Route: mouse::Route> ::core::clone::Clone
for CacheRef<K, V, N, Route>
where
    V: Clone,
{
    fn clone(&self) -> Self {
        Self(::core::clone::Clone::clone(&self.0))
    }
}
#[automatically_derived]
impl<K: Eq, V, const N: usize, Route: mouse::Route> ::core::fmt::Debug
for CacheRef<K, V, N, Route>
where
    V: Clone,
{
    fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::core::fmt::Debug::fmt(&self.0, formatter)
    }
}
#[automatically_derived]
impl<K: Eq, V, const N: usize, Route: mouse::Route> ::core::cmp::PartialEq
for CacheRef<K, V, N, Route>
where
    V: Clone,
{
    fn eq(&self, other: &Self) -> bool {
        ::core::cmp::PartialEq::eq(&self.0, &other.0)
    }
}
#[automatically_derived]
impl<K: Eq, V, const N: usize, Route: mouse::Route> ::core::cmp::Eq
for CacheRef<K, V, N, Route>
where
    V: Clone,
{}
#[automatically_derived]
impl<K: Eq, V, const N: usize, Route: mouse::Route> ::core::hash::Hash
for CacheRef<K, V, N, Route>
where
    V: Clone,
{
    fn hash<__State: ::core::hash::Hasher>(&self, state: &mut __State) {
        ::core::hash::Hash::hash(&self.0, state);
    }
}
#[automatically_derived]
impl<K: Eq, V, const N: usize, Route: mouse::Route> mouse::Compact
for CacheRef<K, V, N, Route>
where
    V: Clone,
{
    fn compact(&mut self, _: &mut mouse::Compaction) {}
    fn measure(&self, _: &mut mouse::Measure) {}
}
const _: () = {
    #[allow(dead_code)]
    impl<K: Eq, V, const N: usize, Route: mouse::Route> CacheRef<K, V, N, Route>
    where
        V: Clone,
        Cache<K, V, N>: mouse::Handlers + ::core::marker::Send,
    {
        /// Stops the actor, and waits until it has ended.
        ///
        /// The handler that runs is finished; calls that still wait get an error.
        pub(crate) fn stop(&self) -> mouse::Stopping {
            self.0.stop()
        }
        /// The actor as a tree of one, to be printed.
        pub(crate) fn tree(&self) -> mouse::Tree {
            self.0.tree()
        }
        /// Inspection: status, generation, queue and memory, without waking the actor.
        pub(crate) fn actor(&self) -> mouse::ActorDoor<'_, Cache<K, V, N>> {
            self.0.door()
        }
    }
    #[automatically_derived]
    impl<K: Eq, V, const N: usize> ::core::convert::From<CacheRef<K, V, N>>
    for mouse::AnyActorRef
    where
        V: Clone,
        Cache<K, V, N>: mouse::Handlers + ::core::marker::Send,
    {
        fn from(handle: CacheRef<K, V, N>) -> Self {
            Self::from(&handle.0)
        }
    }
    #[automatically_derived]
    impl<K: Eq, V, const N: usize> ::core::convert::From<&CacheRef<K, V, N>>
    for mouse::AnyActorRef
    where
        V: Clone,
        Cache<K, V, N>: mouse::Handlers + ::core::marker::Send,
    {
        fn from(handle: &CacheRef<K, V, N>) -> Self {
            Self::from(&handle.0)
        }
    }
    #[automatically_derived]
    impl<K: Eq, V, const N: usize> ::core::convert::TryFrom<mouse::AnyActorRef>
    for CacheRef<K, V, N>
    where
        V: Clone,
        Cache<K, V, N>: mouse::Handlers + ::core::marker::Send,
    {
        type Error = mouse::AnyActorRef;
        fn try_from(
            any: mouse::AnyActorRef,
        ) -> ::core::result::Result<Self, Self::Error> {
            ::core::result::Result::map(::core::convert::TryFrom::try_from(any), Self)
        }
    }
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl<K: Eq, V, const N: usize> mouse::__private::HasPolicy for Cache<K, V, N>
    where
        V: Clone,
    {
        type Policy = mouse::__private::May;
    }
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    #[allow(unused_imports, unused_variables, deprecated)]
    impl<K: Eq, V, const N: usize> mouse::Actor for Cache<K, V, N>
    where
        V: Clone,
        Cache<K, V, N>: mouse::Handlers + ::core::marker::Send,
    {
        type Ref = CacheRef<K, V, N>;
        const OPTIONS: mouse::__private::ActorOptions = mouse::__private::ActorOptions::new(
            "Cache",
        );
        const POSITION: mouse::__private::Position = mouse::__private::Position::new(
            ::core::module_path!(),
            ::core::line!(),
            ::core::column!(),
        );
        fn handle_from(actor: mouse::ActorRef<Self>) -> Self::Ref {
            CacheRef(actor)
        }
        fn actor_of(handle: &Self::Ref) -> &mouse::ActorRef<Self> {
            &handle.0
        }
        fn compact(&mut self, compaction: &mut mouse::Compaction) {
            use mouse::__private::{CompactField as _, LeaveField as _};
            (&mut mouse::__private::Field(&mut self.0)).compact(compaction);
            (&mut mouse::__private::Field(&mut self.1)).compact(compaction);
            (&mut mouse::__private::Field(&mut self.2)).compact(compaction);
        }
        fn measure(&self, measure: &mut mouse::Measure) {
            use mouse::__private::{MeasureField as _, SkipField as _};
            (&mouse::__private::FieldRef(&self.0)).measure(measure);
            (&mouse::__private::FieldRef(&self.1)).measure(measure);
            (&mouse::__private::FieldRef(&self.2)).measure(measure);
        }
    }
};
