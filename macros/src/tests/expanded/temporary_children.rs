#[cfg_attr(
    doc,
    ::dormouse::__private::document(
        ::dormouse,
        supervisor(
            "simple_one_for_one",
            ["1 restart in 5s",
            "children on demand"],
            ("worker", "temporary", Worker)
        )
    )
)]
struct Jobs {}
/// A handle to a [`Jobs`].
///
/// It is cheap to clone, and starts children on demand.
struct JobsRef(pub(crate) ::dormouse::SupervisorRef<Jobs>);
#[automatically_derived]
impl ::core::clone::Clone for JobsRef {
    fn clone(&self) -> Self {
        Self(::core::clone::Clone::clone(&self.0))
    }
}
#[automatically_derived]
impl ::core::fmt::Debug for JobsRef {
    fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::core::fmt::Debug::fmt(&self.0, formatter)
    }
}
#[automatically_derived]
impl ::core::cmp::PartialEq for JobsRef {
    fn eq(&self, other: &Self) -> bool {
        ::core::cmp::PartialEq::eq(&self.0, &other.0)
    }
}
#[automatically_derived]
impl ::core::cmp::Eq for JobsRef {}
#[automatically_derived]
impl ::core::hash::Hash for JobsRef {
    fn hash<__State: ::core::hash::Hasher>(&self, state: &mut __State) {
        ::core::hash::Hash::hash(&self.0, state);
    }
}
#[automatically_derived]
impl ::dormouse::Compact for JobsRef {
    fn compact(&mut self, _: &mut ::dormouse::Compaction) {}
    fn measure(&self, _: &mut ::dormouse::Measure) {}
}
const _: () = {
    #[automatically_derived]
    impl ::core::default::Default for Jobs {
        fn default() -> Self {
            Self {}
        }
    }
    #[allow(unused_imports)]
    use ::dormouse::__private::AnswersNo as _;
    #[allow(dead_code)]
    impl JobsRef {
        /// Stops the children in reverse order, then the supervisor, and waits for it.
        fn stop(&self) -> ::dormouse::Stopping {
            self.0.stop()
        }
        /// The running tree below this supervisor, to be printed.
        fn tree(&self) -> ::dormouse::Tree {
            self.0.tree()
        }
        /// Inspection and administration of the children, by name.
        fn supervisor(&self) -> ::dormouse::SupervisorDoor<'_, Jobs> {
            self.0.door()
        }
    }
    #[automatically_derived]
    impl ::core::convert::From<JobsRef> for ::dormouse::AnyActorRef {
        fn from(handle: JobsRef) -> Self {
            Self::from(&handle.0)
        }
    }
    #[automatically_derived]
    impl ::core::convert::From<&JobsRef> for ::dormouse::AnyActorRef {
        fn from(handle: &JobsRef) -> Self {
            Self::from(&handle.0)
        }
    }
    #[automatically_derived]
    impl ::core::convert::TryFrom<::dormouse::AnyActorRef> for JobsRef {
        type Error = ::dormouse::AnyActorRef;
        fn try_from(
            any: ::dormouse::AnyActorRef,
        ) -> ::core::result::Result<Self, Self::Error> {
            ::core::result::Result::map(::core::convert::TryFrom::try_from(any), Self)
        }
    }
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl ::dormouse::Supervisor for Jobs {
        type Ref = JobsRef;
        type Node = ::dormouse::__private::DynamicNode<Self>;
        const OPTIONS: ::dormouse::__private::SupervisorOptions = ::dormouse::__private::SupervisorOptions::new(
                "Jobs",
                ::dormouse::__private::Strategy::SimpleOneForOne,
            )
            .hibernate_after(::core::option::Option::None);
        fn wrap(node: ::dormouse::SupervisorRef<Self>) -> Self::Ref {
            JobsRef(node)
        }
        fn share(self) -> ::dormouse::__private::Fields<Self> {
            ::dormouse::__private::Fields::new(self)
        }
    }
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl ::dormouse::__private::Travels for Jobs {}
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl ::dormouse::__private::Child for Jobs {
        type Ref = JobsRef;
        const DECLARATION: ::dormouse::__private::DeclarationRef = {
            static DECLARATION: ::dormouse::__private::Declaration = ::dormouse::__private::Declaration::supervisor::<
                Jobs,
            >(
                ::dormouse::__private::Position::new(
                    ::core::module_path!(),
                    ::core::line!(),
                    ::core::column!(),
                ),
                ::dormouse::__private::Children::Template(
                    const {
                        &[<Jobs as ::dormouse::__private::DynamicSupervisor>::CHILD]
                    },
                    &[
                        <<::dormouse::__private::If<
                            { ::dormouse::__private::IsChild::<Worker>::ANSWER },
                        > as ::dormouse::__private::Select<
                            Worker,
                        >>::Child as ::dormouse::__private::Child>::DECLARATION,
                    ],
                ),
            );
            ::dormouse::__private::DeclarationRef::new(&DECLARATION)
        };
        ::dormouse::__private::supervisor_child!(JobsRef);
    }
    #[allow(deprecated)]
    type __Sent = ::dormouse::__private::If<
        {
            let () = <Job as ::dormouse::__private::StartArgument>::ASKED;
            true
        },
    >;
    #[allow(dead_code, unused_variables, private_bounds, private_interfaces)]
    impl JobsRef {
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
        fn start_child(
            &self,
            job: Job,
        ) -> impl ::core::future::Future<
            Output = ::core::result::Result<
                <Worker as ::dormouse::__private::Child>::Ref,
                ::dormouse::StartError,
            >,
        > + ::core::marker::Send + '_ {
            self.0.start_child((job,))
        }
    }
    #[automatically_derived]
    #[allow(unused_variables, unused_mut)]
    impl ::dormouse::__private::DynamicSupervisor for Jobs {
        type Child = <::dormouse::__private::If<
            { ::dormouse::__private::IsChild::<Worker>::ANSWER },
        > as ::dormouse::__private::Select<Worker>>::Child;
        type Arguments = <__Sent as ::dormouse::__private::Checked<(Job,)>>::Type;
        type Kept = ();
        const CHILD: ::dormouse::__private::ChildOptions = ::dormouse::__private::ChildOptions::of::<
            <::dormouse::__private::If<
                { ::dormouse::__private::IsChild::<Worker>::ANSWER },
            > as ::dormouse::__private::Select<Worker>>::Child,
        >("worker")
            .restart(::dormouse::__private::Restart::Temporary)
            .named_at_start();
        fn keep(arguments: &Self::Arguments) -> Self::Kept {}
        fn again(kept: &Self::Kept) -> ::core::option::Option<Self::Arguments> {
            ::core::option::Option::None
        }
        fn start_child<'a>(
            &'a self,
            __arguments: Self::Arguments,
        ) -> ::dormouse::__private::Step<
            impl ::core::future::Future<
                Output = ::core::result::Result<
                    ::dormouse::Start<
                        <::dormouse::__private::If<
                            { ::dormouse::__private::IsChild::<Worker>::ANSWER },
                        > as ::dormouse::__private::Select<Worker>>::Child,
                    >,
                    ::dormouse::BoxError,
                >,
            > + ::core::marker::Send + 'a,
        > {
            let __start = move || -> ::core::result::Result<
                ::dormouse::Start<
                    <::dormouse::__private::If<
                        { ::dormouse::__private::IsChild::<Worker>::ANSWER },
                    > as ::dormouse::__private::Select<Worker>>::Child,
                >,
                ::dormouse::BoxError,
            > {
                let (mut job,) = __arguments;
                <::dormouse::__private::If<
                    { ::dormouse::__private::IsChild::<Worker>::ANSWER },
                > as ::dormouse::__private::Select<
                    Worker,
                >>::started(
                    ::dormouse::__private::IntoStart::<
                        Worker,
                    >::into_start(Worker { job }),
                )
            };
            ::dormouse::__private::Step::<
                ::core::future::Pending<
                    ::core::result::Result<
                        ::dormouse::Start<
                            <::dormouse::__private::If<
                                { ::dormouse::__private::IsChild::<Worker>::ANSWER },
                            > as ::dormouse::__private::Select<Worker>>::Child,
                        >,
                        ::dormouse::BoxError,
                    >,
                >,
            >::Ready(__start())
        }
        fn name(
            &self,
            arguments: &Self::Arguments,
        ) -> ::core::option::Option<::std::sync::Arc<::core::primitive::str>> {
            let (job,) = arguments;
            ::dormouse::__private::can_be_named::<
                <::dormouse::__private::If<
                    { ::dormouse::__private::IsChild::<Worker>::ANSWER },
                > as ::dormouse::__private::Select<Worker>>::Child,
            >();
            ::core::option::Option::Some(
                ::dormouse::__private::IntoName::into_name(&job.name),
            )
        }
    }
    const _: () = {
        ::dormouse::__private::check_child(
            <Jobs as ::dormouse::__private::Child>::DECLARATION,
            0usize,
        );
    };
};
