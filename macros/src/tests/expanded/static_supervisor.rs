#[cfg_attr(
    doc,
    ::dormouse::__private::document(
        ::dormouse,
        supervisor(
            "one_for_one",
            ["5 restarts in 60s",
            "hibernates after 1s"],
            ("store", "", Store),
            ("tool", "transient", Tool),
            ("plain", "", Tool)
        )
    )
)]
/// Everything.
#[derive(Debug)]
pub struct App {
    path: PathBuf,
}
/// A handle to a [`App`].
///
/// It is cheap to clone, and has a method for each child.
pub struct AppRef(pub(crate) ::dormouse::SupervisorRef<App>);
#[automatically_derived]
impl ::core::clone::Clone for AppRef {
    fn clone(&self) -> Self {
        Self(::core::clone::Clone::clone(&self.0))
    }
}
#[automatically_derived]
impl ::core::fmt::Debug for AppRef {
    fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::core::fmt::Debug::fmt(&self.0, formatter)
    }
}
#[automatically_derived]
impl ::core::cmp::PartialEq for AppRef {
    fn eq(&self, other: &Self) -> bool {
        ::core::cmp::PartialEq::eq(&self.0, &other.0)
    }
}
#[automatically_derived]
impl ::core::cmp::Eq for AppRef {}
#[automatically_derived]
impl ::core::hash::Hash for AppRef {
    fn hash<__State: ::core::hash::Hasher>(&self, state: &mut __State) {
        ::core::hash::Hash::hash(&self.0, state);
    }
}
#[automatically_derived]
impl ::dormouse::Compact for AppRef {
    fn compact(&mut self, _: &mut ::dormouse::Compaction) {}
    fn measure(&self, _: &mut ::dormouse::Measure) {}
}
const _: () = {
    #[allow(unused_imports)]
    use ::dormouse::__private::AnswersNo as _;
    #[allow(dead_code)]
    impl AppRef {
        /// Stops the children in reverse order, then the supervisor, and waits for it.
        pub fn stop(&self) -> ::dormouse::Stopping {
            self.0.stop()
        }
        /// The running tree below this supervisor, to be printed.
        pub fn tree(&self) -> ::dormouse::Tree {
            self.0.tree()
        }
        /// Inspection and administration of the children, by name.
        pub fn supervisor(&self) -> ::dormouse::SupervisorDoor<'_, App> {
            self.0.door()
        }
    }
    #[automatically_derived]
    impl ::core::convert::From<AppRef> for ::dormouse::AnyActorRef {
        fn from(handle: AppRef) -> Self {
            Self::from(&handle.0)
        }
    }
    #[automatically_derived]
    impl ::core::convert::From<&AppRef> for ::dormouse::AnyActorRef {
        fn from(handle: &AppRef) -> Self {
            Self::from(&handle.0)
        }
    }
    #[automatically_derived]
    impl ::core::convert::TryFrom<::dormouse::AnyActorRef> for AppRef {
        type Error = ::dormouse::AnyActorRef;
        fn try_from(
            any: ::dormouse::AnyActorRef,
        ) -> ::core::result::Result<Self, Self::Error> {
            ::core::result::Result::map(::core::convert::TryFrom::try_from(any), Self)
        }
    }
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl ::dormouse::Supervisor for App {
        type Ref = AppRef;
        type Node = ::dormouse::__private::StaticNode<Self>;
        const OPTIONS: ::dormouse::__private::SupervisorOptions = ::dormouse::__private::SupervisorOptions::new(
                "App",
                ::dormouse::__private::Strategy::OneForOne,
            )
            .intensity(5)
            .period(::core::time::Duration::from_millis(60000u64))
            .hibernate_after(
                ::core::option::Option::Some(
                    ::core::time::Duration::from_millis(1000u64),
                ),
            );
        fn wrap(node: ::dormouse::SupervisorRef<Self>) -> Self::Ref {
            AppRef(node)
        }
        fn share(self) -> ::dormouse::__private::Fields<Self> {
            ::dormouse::__private::Fields::new(self)
        }
    }
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl ::dormouse::__private::Travels for App {}
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl ::dormouse::__private::Child for App {
        type Ref = AppRef;
        const DECLARATION: ::dormouse::__private::DeclarationRef = {
            static DECLARATION: ::dormouse::__private::Declaration = ::dormouse::__private::Declaration::supervisor::<
                App,
            >(
                ::dormouse::__private::Position::new(
                    ::core::module_path!(),
                    ::core::line!(),
                    ::core::column!(),
                ),
                ::dormouse::__private::Children::Static(
                    <App as ::dormouse::__private::StaticSupervisor>::CHILDREN,
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
        ::dormouse::__private::supervisor_child!(AppRef);
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
        plain: <<::dormouse::__private::If<
            { ::dormouse::__private::IsChild::<Tool>::ANSWER },
        > as ::dormouse::__private::Select<
            Tool,
        >>::Child as ::dormouse::__private::Child>::Ref,
    }
    #[allow(dead_code, private_bounds, private_interfaces)]
    impl AppRef {
        /// The store.
        pub fn store(&self) -> <Store as ::dormouse::__private::Child>::Ref {
            ::core::clone::Clone::clone(&self.0.handles().store)
        }
        /// The child `tool`.
        pub(crate) fn tool(&self) -> <Tool as ::dormouse::__private::Child>::Ref {
            ::core::clone::Clone::clone(&self.0.handles().tool)
        }
        /// The child `plain`.
        pub fn plain(&self) -> <Tool as ::dormouse::__private::Child>::Ref {
            ::core::clone::Clone::clone(&self.0.handles().plain)
        }
    }
    #[automatically_derived]
    #[allow(unused_variables, clippy::unused_async)]
    impl ::dormouse::__private::StaticSupervisor for App {
        type Children = __Children;
        const CHILDREN: &'static [::dormouse::__private::ChildOptions] = &[
            ::dormouse::__private::ChildOptions::of::<
                <::dormouse::__private::If<
                    { ::dormouse::__private::IsChild::<Store>::ANSWER },
                > as ::dormouse::__private::Select<Store>>::Child,
            >("store")
                .restart(::dormouse::__private::Restart::Permanent)
                .shutdown(
                    ::dormouse::__private::Shutdown::After(
                        ::core::time::Duration::from_millis(10000u64),
                    ),
                ),
            ::dormouse::__private::ChildOptions::of::<
                <::dormouse::__private::If<
                    { ::dormouse::__private::IsChild::<Tool>::ANSWER },
                > as ::dormouse::__private::Select<Tool>>::Child,
            >("tool")
                .restart(::dormouse::__private::Restart::Transient)
                .shutdown(::dormouse::__private::Shutdown::BrutalKill),
            ::dormouse::__private::ChildOptions::of::<
                <::dormouse::__private::If<
                    { ::dormouse::__private::IsChild::<Tool>::ANSWER },
                > as ::dormouse::__private::Select<Tool>>::Child,
            >("plain")
                .restart(::dormouse::__private::Restart::Permanent),
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
                plain: nursery
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
            let Self { path, .. } = self;
            match __index {
                0usize => {
                    ::dormouse::__private::start_later(
                        &__children.store,
                        async move {
                            <::dormouse::__private::If<
                                { ::dormouse::__private::IsChild::<Store>::ANSWER },
                            > as ::dormouse::__private::Select<
                                Store,
                            >>::started(
                                ::dormouse::__private::IntoStart::<
                                    Store,
                                >::into_start(Store::open(path).await?),
                            )
                        },
                    )
                }
                1usize => {
                    let __Children { store, .. } = __children;
                    ::dormouse::__private::start_now(
                        &__children.tool,
                        move || <::dormouse::__private::If<
                            { ::dormouse::__private::IsChild::<Tool>::ANSWER },
                        > as ::dormouse::__private::Select<
                            Tool,
                        >>::started(
                            ::dormouse::__private::IntoStart::<
                                Tool,
                            >::into_start(Tool::new(store.clone())),
                        ),
                    )
                }
                2usize => {
                    let __Children { store, tool, .. } = __children;
                    ::dormouse::__private::start_now(
                        &__children.plain,
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
    }
    const _: () = ::dormouse::__private::name_is_free(
        <App as ::dormouse::__private::StaticSupervisor>::CHILDREN,
        1usize,
    );
    const _: () = ::dormouse::__private::name_is_free(
        <App as ::dormouse::__private::StaticSupervisor>::CHILDREN,
        2usize,
    );
    const _: () = {
        ::dormouse::__private::check_child(
            <App as ::dormouse::__private::Child>::DECLARATION,
            0usize,
        );
    };
    const _: () = {
        ::dormouse::__private::check_child(
            <App as ::dormouse::__private::Child>::DECLARATION,
            1usize,
        );
        ::dormouse::__private::check_names(
            <App as ::dormouse::__private::Child>::DECLARATION,
            1usize,
        );
    };
    const _: () = {
        ::dormouse::__private::check_child(
            <App as ::dormouse::__private::Child>::DECLARATION,
            2usize,
        );
        ::dormouse::__private::check_names(
            <App as ::dormouse::__private::Child>::DECLARATION,
            2usize,
        );
    };
};
const _: () = {
    #[allow(unused_imports)]
    use ::dormouse::__private::EndsAlone as _;
    #[allow(dead_code)]
    fn brutal_kill() {
        ::dormouse::__private::BrutalKill::<Tool>::OF_A_SUPERVISOR
    }
};
