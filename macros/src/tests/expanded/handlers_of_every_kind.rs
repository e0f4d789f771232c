impl Session {
    /// Adds a turn.
    #[allow(
        clippy::missing_const_for_fn,
        clippy::needless_pass_by_value,
        clippy::trivially_copy_pass_by_ref,
        clippy::unused_self
    )]
    pub async fn store(&mut self, turn: Turn) -> Hibernate<usize> {
        self.turns.push(turn);
        Hibernate(self.turns.len())
    }
    #[allow(
        clippy::missing_const_for_fn,
        clippy::needless_pass_by_value,
        clippy::trivially_copy_pass_by_ref,
        clippy::unused_self
    )]
    pub fn recall(&self, n: usize, context: &Context<Self>) -> Result<Vec<Turn>, Gone> {}
    #[allow(
        clippy::missing_const_for_fn,
        clippy::needless_pass_by_value,
        clippy::trivially_copy_pass_by_ref,
        clippy::unused_self
    )]
    fn outer(&mut self) -> anyhow::Result<Outcome<u8>> {}
    #[deprecated]
    #[allow(
        clippy::missing_const_for_fn,
        clippy::needless_pass_by_value,
        clippy::trivially_copy_pass_by_ref,
        clippy::unused_self
    )]
    pub fn note(&mut self, (a, mut b): (u8, Vec<Self>)) -> Outcome {}
    #[allow(
        clippy::missing_const_for_fn,
        clippy::needless_pass_by_value,
        clippy::trivially_copy_pass_by_ref,
        clippy::unused_self
    )]
    async fn tidy(&mut self, mut context: &mut Context<Self>) -> Result<(), Full> {}
    #[allow(
        clippy::missing_const_for_fn,
        clippy::needless_pass_by_value,
        clippy::trivially_copy_pass_by_ref,
        clippy::unused_self
    )]
    async fn end(&mut self, reason: &ExitReason) -> Result<(), Full> {}
    /// Not a handler.
    pub fn helper(&self) -> u32 {
        1
    }
    const LIMIT: usize = { 5 };
}
#[cfg_attr(
    doc,
    ::dormouse::__private::document(
        ::dormouse,
        handlers(
            Session,
            (pub "store", "call", "turn: Turn", "usize", "always"),
            (pub "recall", "call", "n: usize", "Result<Vec<Turn>, Gone>", ""),
            ("outer", "call", "", "Result<u8, anyhow::Error>", "as it decides"),
            (pub "note", "cast", "argument0: (u8, Vec<Self>)", "", "as it decides"),
            ("tidy", "every", "", "", "where it awaits, perhaps", 60000u64)
        )
    )
)]
const _: () = {
    #[allow(deprecated)]
    type __Sent = ::dormouse::__private::If<
        {
            let () = <Turn as ::dormouse::__private::Argument>::ASKED;
            let () = <Vec<Turn> as ::dormouse::__private::Reply>::ASKED;
            let () = <Gone as ::dormouse::__private::Reply>::ASKED;
            let () = <anyhow::Error as ::dormouse::__private::Reply>::ASKED;
            let () = <(u8, Vec<Session>) as ::dormouse::__private::Argument>::ASKED;
            true
        },
    >;
    #[doc(hidden)]
    #[allow(
        dead_code,
        deprecated,
        missing_debug_implementations,
        missing_docs,
        non_camel_case_types,
        private_bounds,
        private_interfaces,
        unreachable_pub
    )]
    pub enum __Message {
        Now(__Now),
        Later(__Later),
    }
    #[doc(hidden)]
    #[allow(
        dead_code,
        deprecated,
        missing_debug_implementations,
        missing_docs,
        non_camel_case_types,
        private_bounds,
        private_interfaces,
        unreachable_pub
    )]
    pub enum __Now {
        recall(usize, ::dormouse::__private::ReplyTo<Vec<Turn>, Gone>),
        outer(
            <__Sent as ::dormouse::__private::Checked<
                ::dormouse::__private::ReplyTo<u8, anyhow::Error>,
            >>::Type,
        ),
        note((u8, Vec<Session>)),
    }
    #[doc(hidden)]
    #[allow(
        dead_code,
        deprecated,
        missing_debug_implementations,
        missing_docs,
        non_camel_case_types,
        private_bounds,
        private_interfaces,
        unreachable_pub
    )]
    pub enum __Later {
        store(Turn, ::dormouse::__private::ReplyTo<usize, ::core::convert::Infallible>),
        tidy(::core::primitive::u32),
    }
    #[allow(deprecated, private_bounds, private_interfaces)]
    fn __store<'__a>(
        actor: &'__a mut Session,
        argument0: Turn,
    ) -> impl ::core::future::Future<
        Output = Hibernate<usize>,
    > + ::core::marker::Send + '__a
    where
        for<'__s> &'__s mut Session: ::core::marker::Send,
    {
        <<__Sent as ::dormouse::__private::Checked<
            Session,
        >>::Type>::store(actor, argument0)
    }
    #[allow(deprecated, private_bounds, private_interfaces)]
    fn __tidy<'__a>(
        actor: &'__a mut Session,
        argument0: ::dormouse::Context<Session>,
    ) -> impl ::core::future::Future<
        Output = Result<(), Full>,
    > + ::core::marker::Send + '__a
    where
        for<'__s> &'__s mut Session: ::core::marker::Send,
    {
        async move {
            let mut argument0 = argument0;
            <<__Sent as ::dormouse::__private::Checked<
                Session,
            >>::Type>::tidy(actor, &mut ::dormouse::__private::own_context(argument0))
                .await
        }
    }
    #[allow(deprecated, unused_variables, private_bounds, private_interfaces)]
    fn __end<'__a>(
        actor: &'__a mut Session,
        reason: &'__a ::dormouse::ExitReason,
        turn: ::dormouse::__private::Turn<'__a, Session>,
    ) -> impl ::core::future::Future<
        Output = ::core::result::Result<(), ::dormouse::ExitReason>,
    > + ::core::marker::Send + '__a
    where
        for<'__s> &'__s mut Session: ::core::marker::Send,
    {
        async move {
            ::dormouse::__private::ended_result(<Session>::end(actor, reason).await)
        }
    }
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    #[allow(deprecated, unreachable_code, unused_variables)]
    impl ::dormouse::Handlers for Session {
        type Message = <__Sent as ::dormouse::__private::Checked<__Message>>::Type;
        const HANDLERS: &'static [::dormouse::__private::HandlerSpec] = &[
            ::dormouse::__private::HandlerSpec::new(
                    "store",
                    ::dormouse::__private::Kind::Call,
                    ::dormouse::__private::Form::Hibernate,
                    false,
                )
                .arguments("turn: Turn")
                .reply("usize"),
            ::dormouse::__private::HandlerSpec::new(
                    "recall",
                    ::dormouse::__private::Kind::Call,
                    ::dormouse::__private::Form::Plain,
                    true,
                )
                .arguments("n: usize")
                .reply("Vec<Turn>"),
            ::dormouse::__private::HandlerSpec::new(
                    "outer",
                    ::dormouse::__private::Kind::Call,
                    ::dormouse::__private::Form::Outcome,
                    true,
                )
                .reply("u8"),
            ::dormouse::__private::HandlerSpec::new(
                    "note",
                    ::dormouse::__private::Kind::Cast,
                    ::dormouse::__private::Form::Outcome,
                    true,
                )
                .arguments("argument0: (u8, Vec<Self>)"),
            ::dormouse::__private::HandlerSpec::new(
                    "tidy",
                    ::dormouse::__private::Kind::Every,
                    ::dormouse::__private::Form::Plain,
                    false,
                )
                .in_place(),
        ];
        const INTERVALS: &'static [::dormouse::__private::Interval<Self::Message>] = &[
            ::dormouse::__private::Interval::new(
                ::core::time::Duration::from_millis(60000u64),
                |generation| __Message::Later(__Later::tidy(generation)),
            ),
        ];
        const STOP: bool = true;
        fn tick(
            message: &Self::Message,
        ) -> ::core::option::Option<::core::primitive::u32> {
            #[allow(unreachable_patterns)]
            match message {
                __Message::Later(__Later::tidy(generation)) => {
                    ::core::option::Option::Some(*generation)
                }
                _ => ::core::option::Option::None,
            }
        }
        #[inline]
        fn handler(message: &Self::Message) -> usize {
            match message {
                __Message::Now(message) => {
                    match message {
                        __Now::recall(..) => 1usize,
                        __Now::outer(..) => 2usize,
                        __Now::note(..) => 3usize,
                    }
                }
                __Message::Later(message) => {
                    match message {
                        __Later::store(..) => 0usize,
                        __Later::tidy(..) => 4usize,
                    }
                }
            }
        }
        #[inline]
        fn handle<'a>(
            &'a mut self,
            message: Self::Message,
            turn: ::dormouse::__private::Turn<'a, Self>,
        ) -> ::dormouse::__private::Step<
            impl ::core::future::Future<
                Output = ::dormouse::__private::Flow,
            > + ::core::marker::Send + 'a,
        >
        where
            for<'__s> &'__s mut Session: ::core::marker::Send,
        {
            match message {
                __Message::Now(message) => {
                    ::dormouse::__private::Step::Ready(
                        match message {
                            __Now::recall(argument0, reply) => {
                                reply
                                    .plain_result(
                                        <Session>::recall(
                                            self,
                                            argument0,
                                            &::dormouse::__private::own_context(turn.context()),
                                        ),
                                    )
                            }
                            __Now::outer(reply) => {
                                match <Session>::outer(self) {
                                    ::core::result::Result::Ok(value) => reply.outcome(value),
                                    ::core::result::Result::Err(error) => {
                                        reply.error_outcome::<::dormouse::__private::May>(error)
                                    }
                                }
                            }
                            __Now::note(argument0) => {
                                ::dormouse::__private::settle_outcome(
                                    <Session>::note(self, argument0),
                                )
                            }
                        },
                    )
                }
                __Message::Later(message) => {
                    ::dormouse::__private::Step::Pending(async move {
                        match message {
                            __Later::store(argument0, reply) => {
                                reply.hibernate(__store(self, argument0).await)
                            }
                            __Later::tidy(_) => {
                                match __tidy(self, turn.context()).await {
                                    ::core::result::Result::Ok(value) => {
                                        ::dormouse::__private::settle(value)
                                    }
                                    ::core::result::Result::Err(error) => {
                                        ::dormouse::__private::fail(error)
                                    }
                                }
                            }
                        }
                    })
                }
            }
        }
        fn terminate<'a>(
            &'a mut self,
            reason: &'a ::dormouse::ExitReason,
            turn: ::dormouse::__private::Turn<'a, Self>,
        ) -> ::dormouse::__private::Step<
            impl ::core::future::Future<
                Output = ::core::result::Result<(), ::dormouse::ExitReason>,
            > + ::core::marker::Send + 'a,
        >
        where
            for<'__s> &'__s mut Session: ::core::marker::Send,
        {
            ::dormouse::__private::Step::Pending(__end(self, reason, turn))
        }
    }
    #[allow(dead_code, deprecated, private_bounds, private_interfaces)]
    impl<Route: ::dormouse::Route> SessionRef<Route> {
        /// Adds a turn.
        pub fn store(
            &self,
            turn: Turn,
        ) -> ::dormouse::Call<'_, Session, usize, ::core::convert::Infallible> {
            self.0.call(move |reply| __Message::Later(__Later::store(turn, reply)))
        }
        /// Calls the handler `recall`.
        pub fn recall(
            &self,
            n: usize,
        ) -> ::dormouse::Call<'_, Session, Vec<Turn>, Gone> {
            self.0.call(move |reply| __Message::Now(__Now::recall(n, reply)))
        }
        /// Calls the handler `outer`.
        fn outer(&self) -> ::dormouse::Call<'_, Session, u8, anyhow::Error> {
            self.0.call(move |reply| __Message::Now(__Now::outer(reply)))
        }
        /// Casts to the handler `note`.
        #[deprecated]
        pub fn note(
            &self,
            argument0: (u8, Vec<Session>),
        ) -> ::core::result::Result<(), ::dormouse::CastError> {
            self.0.cast(__Message::Now(__Now::note(argument0)))
        }
    }
    #[allow(dead_code, deprecated)]
    fn __return_types() {
        {
            #[allow(unused_imports)]
            use ::dormouse::__private::Visible as _;
            ::dormouse::__private::allows_hibernate::<
                <Session as ::dormouse::__private::HasPolicy>::Policy,
            >();
            ::dormouse::__private::shown(
                ::dormouse::__private::Probe::<usize>::new().kind(),
            );
        }
        {
            #[allow(unused_imports)]
            use ::dormouse::__private::Visible as _;
            ::dormouse::__private::allows_plain::<
                <Session as ::dormouse::__private::HasPolicy>::Policy,
            >();
            ::dormouse::__private::shown(
                ::dormouse::__private::Probe::<Vec<Turn>>::new().kind(),
            );
        }
        {
            #[allow(unused_imports)]
            use ::dormouse::__private::Visible as _;
            ::dormouse::__private::allows_outcome::<
                <Session as ::dormouse::__private::HasPolicy>::Policy,
                ::dormouse::__private::May,
            >();
            ::dormouse::__private::shown(
                ::dormouse::__private::Probe::<u8>::new().kind(),
            );
        }
        {
            #[allow(unused_imports)]
            use ::dormouse::__private::Visible as _;
            ::dormouse::__private::allows_outcome::<
                <Session as ::dormouse::__private::HasPolicy>::Policy,
                ::dormouse::__private::May,
            >();
        }
        {
            #[allow(unused_imports)]
            use ::dormouse::__private::Visible as _;
            ::dormouse::__private::allows_plain::<
                <Session as ::dormouse::__private::HasPolicy>::Policy,
            >();
        }
    }
};
