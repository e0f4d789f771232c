#[cfg_attr(
    doc,
    ::dormouse::__private::document(
        ::dormouse,
        supervisor(
            "one_for_one",
            ["1 restart in 5s",
            "hibernates after 1s"],
            ("store", "", Store),
            ("tool", "temporary", Tool)
        )
    )
)]
struct Named {
    prefix: String,
}
/// A handle to a [`Named`].
///
/// It is cheap to clone, and has a method for each child.
struct NamedRef(pub(crate) ::dormouse::SupervisorRef<Named>);
#[automatically_derived]
impl ::core::clone::Clone for NamedRef {
    fn clone(&self) -> Self {
        Self(::core::clone::Clone::clone(&self.0))
    }
}
#[automatically_derived]
impl ::core::fmt::Debug for NamedRef {
    fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::core::fmt::Debug::fmt(&self.0, formatter)
    }
}
#[automatically_derived]
impl ::core::cmp::PartialEq for NamedRef {
    fn eq(&self, other: &Self) -> bool {
        ::core::cmp::PartialEq::eq(&self.0, &other.0)
    }
}
#[automatically_derived]
impl ::core::cmp::Eq for NamedRef {}
#[automatically_derived]
impl ::core::hash::Hash for NamedRef {
    fn hash<__State: ::core::hash::Hasher>(&self, state: &mut __State) {
        ::core::hash::Hash::hash(&self.0, state);
    }
}
#[automatically_derived]
impl ::dormouse::Compact for NamedRef {
    fn compact(&mut self, _: &mut ::dormouse::Compaction) {}
    fn measure(&self, _: &mut ::dormouse::Measure) {}
}
const _: () = {
    #[allow(unused_imports)]
    use ::dormouse::__private::AnswersNo as _;
    #[allow(dead_code)]
    impl NamedRef {
        /// Stops the children in reverse order, then the supervisor, and waits for it.
        fn stop(&self) -> ::dormouse::Stopping {
            self.0.stop()
        }
        /// The running tree below this supervisor, to be printed.
        fn tree(&self) -> ::dormouse::Tree {
            self.0.tree()
        }
        /// Inspection and administration of the children, by name.
        fn supervisor(&self) -> ::dormouse::SupervisorDoor<'_, Named> {
            self.0.door()
        }
    }
    #[automatically_derived]
    impl ::core::convert::From<NamedRef> for ::dormouse::AnyActorRef {
        fn from(handle: NamedRef) -> Self {
            Self::from(&handle.0)
        }
    }
    #[automatically_derived]
    impl ::core::convert::From<&NamedRef> for ::dormouse::AnyActorRef {
        fn from(handle: &NamedRef) -> Self {
            Self::from(&handle.0)
        }
    }
    #[automatically_derived]
    impl ::core::convert::TryFrom<::dormouse::AnyActorRef> for NamedRef {
        type Error = ::dormouse::AnyActorRef;
        fn try_from(
            any: ::dormouse::AnyActorRef,
        ) -> ::core::result::Result<Self, Self::Error> {
            ::core::result::Result::map(::core::convert::TryFrom::try_from(any), Self)
        }
    }
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl ::dormouse::Supervisor for Named {
        type Ref = NamedRef;
        type Node = ::dormouse::__private::StaticNode<Self>;
        const OPTIONS: ::dormouse::__private::SupervisorOptions = ::dormouse::__private::SupervisorOptions::new(
            "Named",
            ::dormouse::__private::Strategy::OneForOne,
        );
        fn wrap(node: ::dormouse::SupervisorRef<Self>) -> Self::Ref {
            NamedRef(node)
        }
        fn share(self) -> ::dormouse::__private::Fields<Self> {
            ::dormouse::__private::Fields::new(self)
        }
    }
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl ::dormouse::__private::Travels for Named {}
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl ::dormouse::__private::Child for Named {
        type Ref = NamedRef;
        const DECLARATION: ::dormouse::__private::DeclarationRef = {
            static DECLARATION: ::dormouse::__private::Declaration = ::dormouse::__private::Declaration::supervisor::<
                Named,
            >(
                ::dormouse::__private::Position::new(
                    ::core::module_path!(),
                    ::core::line!(),
                    ::core::column!(),
                ),
                ::dormouse::__private::Children::Static(
                    <Named as ::dormouse::__private::StaticSupervisor>::CHILDREN,
                    &[
                        <<::dormouse::__private::If<
                            { ::dormouse::__private::IsChild::<Store>::ANSWER },
                        > as ::dormouse::__private::Select<
                            Store,
                        >>::Child as ::dormouse::__private::Child>::DECLARATION,
                        <<::dormouse::__private::If<
                            { ::dormouse::__private::IsChild::<Tool>::ANSWER },
                        > as ::dormouse::__private::Select<
                            Tool,
                        >>::Child as ::dormouse::__private::Child>::DECLARATION,
                    ],
                ),
            );
            ::dormouse::__private::DeclarationRef::new(&DECLARATION)
        };
        ::dormouse::__private::supervisor_child!(NamedRef);
    }
    #[doc(hidden)]
    #[allow(
        missing_debug_implementations,
        missing_docs,
        private_bounds,
        private_interfaces,
        unreachable_pub
    )]
    pub struct __Children {
        store: <<::dormouse::__private::If<
            { ::dormouse::__private::IsChild::<Store>::ANSWER },
        > as ::dormouse::__private::Select<
            Store,
        >>::Child as ::dormouse::__private::Child>::Ref,
        tool: <<::dormouse::__private::If<
            { ::dormouse::__private::IsChild::<Tool>::ANSWER },
        > as ::dormouse::__private::Select<
            Tool,
        >>::Child as ::dormouse::__private::Child>::Ref,
    }
    #[allow(dead_code, private_bounds, private_interfaces)]
    impl NamedRef {
        /// The child `store`.
        fn store(&self) -> <Store as ::dormouse::__private::Child>::Ref {
            ::core::clone::Clone::clone(&self.0.handles().store)
        }
        /// The child `tool`.
        fn tool(&self) -> <Tool as ::dormouse::__private::Child>::Ref {
            ::core::clone::Clone::clone(&self.0.handles().tool)
        }
    }
    #[automatically_derived]
    #[allow(unused_variables, clippy::unused_async)]
    impl ::dormouse::__private::StaticSupervisor for Named {
        type Children = __Children;
        const CHILDREN: &'static [::dormouse::__private::ChildOptions] = &[
            ::dormouse::__private::ChildOptions::of::<
                <::dormouse::__private::If<
                    { ::dormouse::__private::IsChild::<Store>::ANSWER },
                > as ::dormouse::__private::Select<Store>>::Child,
            >("store")
                .restart(::dormouse::__private::Restart::Permanent)
                .registered::<
                    <::dormouse::__private::If<
                        { ::dormouse::__private::IsChild::<Store>::ANSWER },
                    > as ::dormouse::__private::Select<Store>>::Child,
                >("store"),
            ::dormouse::__private::ChildOptions::of::<
                <::dormouse::__private::If<
                    { ::dormouse::__private::IsChild::<Tool>::ANSWER },
                > as ::dormouse::__private::Select<Tool>>::Child,
            >("tool")
                .restart(::dormouse::__private::Restart::Temporary)
                .named_at_start(),
        ];
        fn vacant(nursery: &mut ::dormouse::__private::Nursery<'_>) -> Self::Children {
            __Children {
                store: nursery
                    .child::<
                        <::dormouse::__private::If<
                            { ::dormouse::__private::IsChild::<Store>::ANSWER },
                        > as ::dormouse::__private::Select<Store>>::Child,
                    >(),
                tool: nursery
                    .child::<
                        <::dormouse::__private::If<
                            { ::dormouse::__private::IsChild::<Tool>::ANSWER },
                        > as ::dormouse::__private::Select<Tool>>::Child,
                    >(),
            }
        }
        fn start_child<'a>(
            &'a self,
            __index: usize,
            __children: &'a Self::Children,
        ) -> ::dormouse::__private::Starting<'a> {
            let Self { prefix, .. } = self;
            match __index {
                0usize => {
                    ::dormouse::__private::start_now(
                        &__children.store,
                        move || ::dormouse::__private::IntoStart::<
                            <::dormouse::__private::If<
                                { ::dormouse::__private::IsChild::<Store>::ANSWER },
                            > as ::dormouse::__private::Select<Store>>::Child,
                        >::into_start(
                            <<::dormouse::__private::If<
                                { ::dormouse::__private::IsChild::<Store>::ANSWER },
                            > as ::dormouse::__private::Select<
                                Store,
                            >>::Child as ::dormouse::__private::StartsByDefault>::by_default(),
                        ),
                    )
                }
                1usize => {
                    let __Children { store, .. } = __children;
                    ::dormouse::__private::start_now(
                        &__children.tool,
                        move || ::dormouse::__private::IntoStart::<
                            <::dormouse::__private::If<
                                { ::dormouse::__private::IsChild::<Tool>::ANSWER },
                            > as ::dormouse::__private::Select<Tool>>::Child,
                        >::into_start(
                            <<::dormouse::__private::If<
                                { ::dormouse::__private::IsChild::<Tool>::ANSWER },
                            > as ::dormouse::__private::Select<
                                Tool,
                            >>::Child as ::dormouse::__private::StartsByDefault>::by_default(),
                        ),
                    )
                }
                _ => ::dormouse::__private::no_such_child(__index),
            }
        }
        fn name(
            &self,
            index: usize,
        ) -> ::core::option::Option<::std::sync::Arc<::core::primitive::str>> {
            let Self { prefix, .. } = self;
            match index {
                1usize => {
                    ::dormouse::__private::can_be_named::<
                        <::dormouse::__private::If<
                            { ::dormouse::__private::IsChild::<Tool>::ANSWER },
                        > as ::dormouse::__private::Select<Tool>>::Child,
                    >();
                    ::core::option::Option::Some(
                        ::dormouse::__private::IntoName::into_name(
                            format!("{prefix}-tool"),
                        ),
                    )
                }
                _ => ::core::option::Option::None,
            }
        }
    }
    const _: () = ::dormouse::__private::name_is_free(
        <Named as ::dormouse::__private::StaticSupervisor>::CHILDREN,
        1usize,
    );
    const _: () = {
        ::dormouse::__private::check_child(
            <Named as ::dormouse::__private::Child>::DECLARATION,
            0usize,
        );
    };
    const _: () = {
        ::dormouse::__private::check_child(
            <Named as ::dormouse::__private::Child>::DECLARATION,
            1usize,
        );
        ::dormouse::__private::check_names(
            <Named as ::dormouse::__private::Child>::DECLARATION,
            1usize,
        );
    };
};
