#[cfg_attr(
    doc,
    ::dormouse::__private::document(
        ::dormouse,
        supervisor(
            "simple_one_for_one",
            ["1 restart in 5s",
            "hibernates after 5s",
            "children on demand"],
            ("session", "", Session)
        )
    )
)]
pub struct Sessions {
    limit: usize,
}
/// A handle to a [`Sessions`].
///
/// It is cheap to clone, and starts children on demand.
pub struct SessionsRef(pub(crate) ::dormouse::SupervisorRef<Sessions>);
#[automatically_derived]
impl ::core::clone::Clone for SessionsRef {
    fn clone(&self) -> Self {
        Self(::core::clone::Clone::clone(&self.0))
    }
}
#[automatically_derived]
impl ::core::fmt::Debug for SessionsRef {
    fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::core::fmt::Debug::fmt(&self.0, formatter)
    }
}
#[automatically_derived]
impl ::core::cmp::PartialEq for SessionsRef {
    fn eq(&self, other: &Self) -> bool {
        ::core::cmp::PartialEq::eq(&self.0, &other.0)
    }
}
#[automatically_derived]
impl ::core::cmp::Eq for SessionsRef {}
#[automatically_derived]
impl ::core::hash::Hash for SessionsRef {
    fn hash<__State: ::core::hash::Hasher>(&self, state: &mut __State) {
        ::core::hash::Hash::hash(&self.0, state);
    }
}
#[automatically_derived]
impl ::dormouse::Compact for SessionsRef {
    fn compact(&mut self, _: &mut ::dormouse::Compaction) {}
    fn measure(&self, _: &mut ::dormouse::Measure) {}
}
const _: () = {
    #[allow(unused_imports)]
    use ::dormouse::__private::AnswersNo as _;
    #[allow(dead_code)]
    impl SessionsRef {
        /// Stops the children in reverse order, then the supervisor, and waits for it.
        pub fn stop(&self) -> ::dormouse::Stopping {
            self.0.stop()
        }
        /// The running tree below this supervisor, to be printed.
        pub fn tree(&self) -> ::dormouse::Tree {
            self.0.tree()
        }
        /// Inspection and administration of the children, by name.
        pub fn supervisor(&self) -> ::dormouse::SupervisorDoor<'_, Sessions> {
            self.0.door()
        }
    }
    #[automatically_derived]
    impl ::core::convert::From<SessionsRef> for ::dormouse::AnyActorRef {
        fn from(handle: SessionsRef) -> Self {
            Self::from(&handle.0)
        }
    }
    #[automatically_derived]
    impl ::core::convert::From<&SessionsRef> for ::dormouse::AnyActorRef {
        fn from(handle: &SessionsRef) -> Self {
            Self::from(&handle.0)
        }
    }
    #[automatically_derived]
    impl ::core::convert::TryFrom<::dormouse::AnyActorRef> for SessionsRef {
        type Error = ::dormouse::AnyActorRef;
        fn try_from(
            any: ::dormouse::AnyActorRef,
        ) -> ::core::result::Result<Self, Self::Error> {
            ::core::result::Result::map(::core::convert::TryFrom::try_from(any), Self)
        }
    }
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl ::dormouse::Supervisor for Sessions {
        type Ref = SessionsRef;
        type Node = ::dormouse::__private::DynamicNode<Self>;
        const OPTIONS: ::dormouse::__private::SupervisorOptions = ::dormouse::__private::SupervisorOptions::new(
                "Sessions",
                ::dormouse::__private::Strategy::SimpleOneForOne,
            )
            .hibernate_after(
                ::core::option::Option::Some(
                    ::core::time::Duration::from_millis(5000u64),
                ),
            )
            .max_children(50_000);
        fn wrap(node: ::dormouse::SupervisorRef<Self>) -> Self::Ref {
            SessionsRef(node)
        }
        fn share(self) -> ::dormouse::__private::Fields<Self> {
            ::dormouse::__private::Fields::new(self)
        }
    }
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl ::dormouse::__private::Travels for Sessions {}
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl ::dormouse::__private::Child for Sessions {
        type Ref = SessionsRef;
        const DECLARATION: ::dormouse::__private::DeclarationRef = {
            static DECLARATION: ::dormouse::__private::Declaration = ::dormouse::__private::Declaration::supervisor::<
                Sessions,
            >(
                ::dormouse::__private::Position::new(
                    ::core::module_path!(),
                    ::core::line!(),
                    ::core::column!(),
                ),
                ::dormouse::__private::Children::Template(
                    const {
                        &[<Sessions as ::dormouse::__private::DynamicSupervisor>::CHILD]
                    },
                    &[
                        <<::dormouse::__private::If<
                            { ::dormouse::__private::IsChild::<Session>::ANSWER },
                        > as ::dormouse::__private::Select<
                            Session,
                        >>::Child as ::dormouse::__private::Child>::DECLARATION,
                    ],
                ),
            );
            ::dormouse::__private::DeclarationRef::new(&DECLARATION)
        };
        ::dormouse::__private::supervisor_child!(SessionsRef);
    }
    #[allow(deprecated)]
    type __Sent = ::dormouse::__private::If<
        {
            let () = <(u8, u8) as ::dormouse::__private::StartArgument>::ASKED;
            true
        },
    >;
    #[allow(dead_code, unused_variables, private_bounds, private_interfaces)]
    impl SessionsRef {
        /// Starts a child, and gives its handle.
        ///
        /// # Errors
        ///
        /// When the child does not start, when there are as many as there may be, and when the supervisor does not
        /// run, or begins to stop before the child has started.
        ///
        /// # Cancel safety
        ///
        /// The start runs in the caller's context. Dropped before it is done, it is dropped as well: what had started is
        /// stopped again, and nothing is kept.
        pub fn start_child(
            &self,
            user: String,
            argument1: (u8, u8),
        ) -> impl ::core::future::Future<
            Output = ::core::result::Result<
                <Session as ::dormouse::__private::Child>::Ref,
                ::dormouse::StartError,
            >,
        > + ::core::marker::Send + '_ {
            self.0.start_child((user, argument1))
        }
    }
    #[automatically_derived]
    #[allow(unused_variables, unused_mut)]
    impl ::dormouse::__private::DynamicSupervisor for Sessions {
        type Child = <::dormouse::__private::If<
            { ::dormouse::__private::IsChild::<Session>::ANSWER },
        > as ::dormouse::__private::Select<Session>>::Child;
        type Arguments = <__Sent as ::dormouse::__private::Checked<
            (String, (u8, u8)),
        >>::Type;
        type Kept = <__Sent as ::dormouse::__private::Checked<(String, (u8, u8))>>::Type;
        const CHILD: ::dormouse::__private::ChildOptions = ::dormouse::__private::ChildOptions::of::<
            <::dormouse::__private::If<
                { ::dormouse::__private::IsChild::<Session>::ANSWER },
            > as ::dormouse::__private::Select<Session>>::Child,
        >("session")
            .restart(::dormouse::__private::Restart::Permanent);
        fn keep(arguments: &Self::Arguments) -> Self::Kept {
            (
                ::dormouse::__private::Keep::keep(&arguments.0),
                ::dormouse::__private::Keep::keep(&arguments.1),
            )
        }
        fn again(kept: &Self::Kept) -> ::core::option::Option<Self::Arguments> {
            ::core::option::Option::Some((
                ::dormouse::__private::Keep::keep(&kept.0),
                ::dormouse::__private::Keep::keep(&kept.1),
            ))
        }
        fn start_child<'a>(
            &'a self,
            __arguments: Self::Arguments,
        ) -> ::dormouse::__private::Step<
            impl ::core::future::Future<
                Output = ::core::result::Result<
                    ::dormouse::Start<
                        <::dormouse::__private::If<
                            { ::dormouse::__private::IsChild::<Session>::ANSWER },
                        > as ::dormouse::__private::Select<Session>>::Child,
                    >,
                    ::dormouse::BoxError,
                >,
            > + ::core::marker::Send + 'a,
        > {
            let Self { limit, .. } = self;
            ::dormouse::__private::Step::Pending(async move {
                let (user, (a, b)) = __arguments;
                <::dormouse::__private::If<
                    { ::dormouse::__private::IsChild::<Session>::ANSWER },
                > as ::dormouse::__private::Select<
                    Session,
                >>::started(
                    ::dormouse::__private::IntoStart::<
                        Session,
                    >::into_start(Session::open(user, a + b, *limit).await),
                )
            })
        }
    }
    const _: () = {
        ::dormouse::__private::check_child(
            <Sessions as ::dormouse::__private::Child>::DECLARATION,
            0usize,
        );
    };
};
