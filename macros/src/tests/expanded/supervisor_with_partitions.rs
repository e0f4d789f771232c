#[cfg_attr(
    doc,
    ::dormouse::__private::document(
        ::dormouse,
        supervisor(
            "one_for_one",
            ["3 restarts in 5s",
            "hibernates after 1s",
            "4 partitions"],
            ("store", "", Store)
        )
    )
)]
/// Four stores.
pub struct Stores {
    path: PathBuf,
}
/// A handle to a [`Stores`].
///
/// It is cheap to clone, and finds the child for a key.
pub struct StoresRef(pub(crate) ::dormouse::SupervisorRef<Stores>);
#[automatically_derived]
impl ::core::clone::Clone for StoresRef {
    fn clone(&self) -> Self {
        Self(::core::clone::Clone::clone(&self.0))
    }
}
#[automatically_derived]
impl ::core::fmt::Debug for StoresRef {
    fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::core::fmt::Debug::fmt(&self.0, formatter)
    }
}
#[automatically_derived]
impl ::core::cmp::PartialEq for StoresRef {
    fn eq(&self, other: &Self) -> bool {
        ::core::cmp::PartialEq::eq(&self.0, &other.0)
    }
}
#[automatically_derived]
impl ::core::cmp::Eq for StoresRef {}
#[automatically_derived]
impl ::core::hash::Hash for StoresRef {
    fn hash<__State: ::core::hash::Hasher>(&self, state: &mut __State) {
        ::core::hash::Hash::hash(&self.0, state);
    }
}
#[automatically_derived]
impl ::dormouse::Compact for StoresRef {
    fn compact(&mut self, _: &mut ::dormouse::Compaction) {}
    fn measure(&self, _: &mut ::dormouse::Measure) {}
}
const _: () = {
    #[allow(unused_imports)]
    use ::dormouse::__private::AnswersNo as _;
    #[allow(dead_code)]
    impl StoresRef {
        /// Stops the children in reverse order, then the supervisor, and waits for it.
        pub fn stop(&self) -> ::dormouse::Stopping {
            self.0.stop()
        }
        /// The running tree below this supervisor, to be printed.
        pub fn tree(&self) -> ::dormouse::Tree {
            self.0.tree()
        }
        /// Inspection and administration of the children, by name.
        pub fn supervisor(
            &self,
        ) -> ::dormouse::SupervisorDoor<'_, Stores, ::dormouse::Partitioned> {
            self.0.door_of_partitions()
        }
    }
    #[automatically_derived]
    impl ::core::convert::From<StoresRef> for ::dormouse::AnyActorRef {
        fn from(handle: StoresRef) -> Self {
            Self::from(&handle.0)
        }
    }
    #[automatically_derived]
    impl ::core::convert::From<&StoresRef> for ::dormouse::AnyActorRef {
        fn from(handle: &StoresRef) -> Self {
            Self::from(&handle.0)
        }
    }
    #[automatically_derived]
    impl ::core::convert::TryFrom<::dormouse::AnyActorRef> for StoresRef {
        type Error = ::dormouse::AnyActorRef;
        fn try_from(
            any: ::dormouse::AnyActorRef,
        ) -> ::core::result::Result<Self, Self::Error> {
            ::core::result::Result::map(::core::convert::TryFrom::try_from(any), Self)
        }
    }
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl ::dormouse::Supervisor for Stores {
        type Ref = StoresRef;
        type Node = ::dormouse::__private::StaticNode<Self>;
        const OPTIONS: ::dormouse::__private::SupervisorOptions = ::dormouse::__private::SupervisorOptions::partitioned(
            "Stores",
            ::dormouse::__private::Strategy::OneForOne,
        );
        fn wrap(node: ::dormouse::SupervisorRef<Self>) -> Self::Ref {
            StoresRef(node)
        }
        fn share(self) -> ::dormouse::__private::Fields<Self> {
            ::dormouse::__private::Fields::new(self)
        }
    }
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl ::dormouse::__private::Travels for Stores {}
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl ::dormouse::__private::Child for Stores {
        type Ref = StoresRef;
        const DECLARATION: ::dormouse::__private::DeclarationRef = {
            static DECLARATION: ::dormouse::__private::Declaration = ::dormouse::__private::Declaration::supervisor::<
                Stores,
            >(
                ::dormouse::__private::Position::new(
                    ::core::module_path!(),
                    ::core::line!(),
                    ::core::column!(),
                ),
                ::dormouse::__private::Children::Partitions(
                    <Stores as ::dormouse::__private::StaticSupervisor>::PARTITIONS,
                    <Stores as ::dormouse::__private::StaticSupervisor>::CHILDREN,
                    &[
                        <<::dormouse::__private::If<
                            { ::dormouse::__private::IsChild::<Store>::ANSWER },
                        > as ::dormouse::__private::Select<
                            Store,
                        >>::Child as ::dormouse::__private::Child>::DECLARATION,
                    ],
                ),
            );
            ::dormouse::__private::DeclarationRef::new(&DECLARATION)
        };
        ::dormouse::__private::supervisor_child!(StoresRef);
    }
    #[allow(dead_code, private_bounds, private_interfaces)]
    impl StoresRef {
        /// The store that has a key.
        pub fn by_key<__Key: ::core::hash::Hash + ?::core::marker::Sized>(
            &self,
            key: &__Key,
        ) -> <Store as ::dormouse::__private::Child>::Ref {
            self.0.handles().by_key(key)
        }
        /// The child with that number, from 0 up.
        pub fn by_index(
            &self,
            index: usize,
        ) -> ::core::option::Option<<Store as ::dormouse::__private::Child>::Ref> {
            self.0.handles().by_index(index)
        }
        /// All children, by their numbers.
        pub fn all(
            &self,
        ) -> ::std::vec::Vec<<Store as ::dormouse::__private::Child>::Ref> {
            self.0.handles().all()
        }
    }
    #[automatically_derived]
    #[allow(unused_variables, clippy::unused_async)]
    impl ::dormouse::__private::StaticSupervisor for Stores {
        type Children = ::dormouse::__private::Partitions<
            <::dormouse::__private::If<
                { ::dormouse::__private::IsChild::<Store>::ANSWER },
            > as ::dormouse::__private::Select<Store>>::Child,
        >;
        const CHILDREN: &'static [::dormouse::__private::ChildOptions] = &[
            ::dormouse::__private::ChildOptions::of::<
                <::dormouse::__private::If<
                    { ::dormouse::__private::IsChild::<Store>::ANSWER },
                > as ::dormouse::__private::Select<Store>>::Child,
            >("store")
                .restart(::dormouse::__private::Restart::Permanent)
                .named_at_start(),
        ];
        const PARTITIONS: ::core::option::Option<
            ::dormouse::__private::PartitionCount,
        > = ::core::option::Option::Some(__PARTITIONS);
        fn vacant(nursery: &mut ::dormouse::__private::Nursery<'_>) -> Self::Children {
            nursery
                .partitions::<
                    <::dormouse::__private::If<
                        { ::dormouse::__private::IsChild::<Store>::ANSWER },
                    > as ::dormouse::__private::Select<Store>>::Child,
                >(Self::PARTITIONS)
        }
        fn size(
            children: &Self::Children,
        ) -> ::core::option::Option<&::dormouse::__private::Size> {
            ::core::option::Option::Some(children.size())
        }
        fn start_child<'a>(
            &'a self,
            __index: usize,
            __children: &'a Self::Children,
        ) -> ::dormouse::__private::Starting<'a> {
            let ::core::option::Option::Some(__children) = __children.handle(__index)
            else {
                return ::dormouse::__private::no_such_child(__index);
            };
            let Self { path, .. } = self;
            let index: usize = __index;
            ::dormouse::__private::start_later(
                __children,
                async move {
                    <::dormouse::__private::If<
                        { ::dormouse::__private::IsChild::<Store>::ANSWER },
                    > as ::dormouse::__private::Select<
                        Store,
                    >>::started(
                        ::dormouse::__private::IntoStart::<
                            Store,
                        >::into_start(Store::open(path, index).await?),
                    )
                },
            )
        }
        fn name(
            &self,
            __index: usize,
        ) -> ::core::option::Option<::std::sync::Arc<::core::primitive::str>> {
            let Self { path, .. } = self;
            let index: usize = __index;
            ::dormouse::__private::can_be_named::<
                <::dormouse::__private::If<
                    { ::dormouse::__private::IsChild::<Store>::ANSWER },
                > as ::dormouse::__private::Select<Store>>::Child,
            >();
            ::core::option::Option::Some(
                ::dormouse::__private::IntoName::into_name(format!("store-{index}")),
            )
        }
    }
    #[automatically_derived]
    impl ::dormouse::__private::PartitionSupervisor for Stores {
        type Child = <::dormouse::__private::If<
            { ::dormouse::__private::IsChild::<Store>::ANSWER },
        > as ::dormouse::__private::Select<Store>>::Child;
    }
    const __PARTITIONS: ::dormouse::__private::PartitionCount = ::dormouse::__private::PartitionCount::fixed(
        4,
    );
    const _: () = ::dormouse::__private::nameless(
        <Stores as ::dormouse::__private::StaticSupervisor>::CHILDREN,
    );
    const _: () = {
        ::dormouse::__private::check_child(
            <Stores as ::dormouse::__private::Child>::DECLARATION,
            0usize,
        );
    };
};
