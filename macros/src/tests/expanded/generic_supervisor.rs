#[cfg_attr(
    doc,
    ::dormouse::__private::document(
        ::dormouse,
        supervisor(
            "one_for_one",
            ["1 restart in 5s",
            "hibernates after 1s"],
            ("one", "", Cache<T>)
        )
    )
)]
struct Pair<T: Send + Sync + 'static> {
    marker: PhantomData<T>,
}
/// A handle to a [`Pair`].
///
/// It is cheap to clone, and has a method for each child.
struct PairRef<T: Send + Sync + 'static>(pub(crate) ::dormouse::SupervisorRef<Pair<T>>);
#[automatically_derived]
impl<T: Send + Sync + 'static> ::core::clone::Clone for PairRef<T> {
    fn clone(&self) -> Self {
        Self(::core::clone::Clone::clone(&self.0))
    }
}
#[automatically_derived]
impl<T: Send + Sync + 'static> ::core::fmt::Debug for PairRef<T> {
    fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::core::fmt::Debug::fmt(&self.0, formatter)
    }
}
#[automatically_derived]
impl<T: Send + Sync + 'static> ::core::cmp::PartialEq for PairRef<T> {
    fn eq(&self, other: &Self) -> bool {
        ::core::cmp::PartialEq::eq(&self.0, &other.0)
    }
}
#[automatically_derived]
impl<T: Send + Sync + 'static> ::core::cmp::Eq for PairRef<T> {}
#[automatically_derived]
impl<T: Send + Sync + 'static> ::core::hash::Hash for PairRef<T> {
    fn hash<__State: ::core::hash::Hasher>(&self, state: &mut __State) {
        ::core::hash::Hash::hash(&self.0, state);
    }
}
#[automatically_derived]
impl<T: Send + Sync + 'static> ::dormouse::Compact for PairRef<T> {
    fn compact(&mut self, _: &mut ::dormouse::Compaction) {}
    fn measure(&self, _: &mut ::dormouse::Measure) {}
}
const _: () = {
    #[allow(unused_imports)]
    use ::dormouse::__private::AnswersNo as _;
    #[allow(dead_code)]
    impl<T: Send + Sync + 'static> PairRef<T> {
        /// Stops the children in reverse order, then the supervisor, and waits for it.
        fn stop(&self) -> ::dormouse::Stopping {
            self.0.stop()
        }
        /// The running tree below this supervisor, to be printed.
        fn tree(&self) -> ::dormouse::Tree {
            self.0.tree()
        }
        /// Inspection and administration of the children, by name.
        fn supervisor(&self) -> ::dormouse::SupervisorDoor<'_, Pair<T>> {
            self.0.door()
        }
    }
    #[automatically_derived]
    impl<T: Send + Sync + 'static> ::core::convert::From<PairRef<T>>
    for ::dormouse::AnyActorRef {
        fn from(handle: PairRef<T>) -> Self {
            Self::from(&handle.0)
        }
    }
    #[automatically_derived]
    impl<T: Send + Sync + 'static> ::core::convert::From<&PairRef<T>>
    for ::dormouse::AnyActorRef {
        fn from(handle: &PairRef<T>) -> Self {
            Self::from(&handle.0)
        }
    }
    #[automatically_derived]
    impl<T: Send + Sync + 'static> ::core::convert::TryFrom<::dormouse::AnyActorRef>
    for PairRef<T> {
        type Error = ::dormouse::AnyActorRef;
        fn try_from(
            any: ::dormouse::AnyActorRef,
        ) -> ::core::result::Result<Self, Self::Error> {
            ::core::result::Result::map(::core::convert::TryFrom::try_from(any), Self)
        }
    }
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl<T: Send + Sync + 'static> ::dormouse::Supervisor for Pair<T> {
        type Ref = PairRef<T>;
        type Node = ::dormouse::__private::StaticNode<Self>;
        const OPTIONS: ::dormouse::__private::SupervisorOptions = ::dormouse::__private::SupervisorOptions::new(
            "Pair",
            ::dormouse::__private::Strategy::OneForOne,
        );
        fn wrap(node: ::dormouse::SupervisorRef<Self>) -> Self::Ref {
            PairRef(node)
        }
        fn share(self) -> ::dormouse::__private::Fields<Self> {
            ::dormouse::__private::Fields::new(self)
        }
    }
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl<T: Send + Sync + 'static> ::dormouse::__private::Travels for Pair<T> {}
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl<T: Send + Sync + 'static> ::dormouse::__private::Child for Pair<T> {
        type Ref = PairRef<T>;
        const DECLARATION: ::dormouse::__private::DeclarationRef = {
            ::dormouse::__private::DeclarationRef::new(const {
                &::dormouse::__private::Declaration::supervisor::<
                    Self,
                >(
                    ::dormouse::__private::Position::new(
                            ::core::module_path!(),
                            ::core::line!(),
                            ::core::column!(),
                        )
                        .generic(),
                    ::dormouse::__private::Children::Static(
                        <Pair<T> as ::dormouse::__private::StaticSupervisor>::CHILDREN,
                        &[<Cache<T> as ::dormouse::__private::Child>::DECLARATION],
                    ),
                )
            })
        };
        ::dormouse::__private::supervisor_child!(PairRef);
    }
    #[doc(hidden)]
    #[allow(
        missing_debug_implementations,
        missing_docs,
        private_bounds,
        private_interfaces,
        unreachable_pub
    )]
    pub struct __Children<T: Send + Sync + 'static> {
        one: <Cache<T> as ::dormouse::__private::Child>::Ref,
        __types: (::core::marker::PhantomData<fn() -> T>,),
    }
    #[allow(dead_code, private_bounds, private_interfaces)]
    impl<T: Send + Sync + 'static> PairRef<T> {
        /// The child `one`.
        fn one(&self) -> <Cache<T> as ::dormouse::__private::Child>::Ref {
            ::core::clone::Clone::clone(&self.0.handles().one)
        }
    }
    #[automatically_derived]
    #[allow(unused_variables, clippy::unused_async)]
    impl<T: Send + Sync + 'static> ::dormouse::__private::StaticSupervisor for Pair<T> {
        type Children = __Children<T>;
        const CHILDREN: &'static [::dormouse::__private::ChildOptions] = &[
            ::dormouse::__private::ChildOptions::of::<Cache<T>>("one")
                .restart(::dormouse::__private::Restart::Permanent),
        ];
        fn vacant(nursery: &mut ::dormouse::__private::Nursery<'_>) -> Self::Children {
            __Children {
                one: nursery.child::<Cache<T>>(),
                __types: ::core::default::Default::default(),
            }
        }
        fn start_child<'a>(
            &'a self,
            __index: usize,
            __children: &'a Self::Children,
        ) -> ::dormouse::__private::Starting<'a> {
            let Self { marker, .. } = self;
            match __index {
                0usize => {
                    ::dormouse::__private::start_now(
                        &__children.one,
                        move || ::dormouse::__private::IntoStart::<
                            Cache<T>,
                        >::into_start(
                            <Cache<
                                T,
                            > as ::dormouse::__private::StartsByDefault>::by_default(),
                        ),
                    )
                }
                _ => ::dormouse::__private::no_such_child(__index),
            }
        }
    }
};
