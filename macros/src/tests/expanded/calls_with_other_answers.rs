impl Desk {
    #[allow(
        clippy::missing_const_for_fn,
        clippy::needless_pass_by_value,
        clippy::trivially_copy_pass_by_ref,
        clippy::unused_self
    )]
    fn ask(&mut self, question: Question, reply: ReplyTo<Answer, Refused>) -> Outcome {}
    #[allow(
        clippy::missing_const_for_fn,
        clippy::needless_pass_by_value,
        clippy::trivially_copy_pass_by_ref,
        clippy::unused_self
    )]
    async fn ask_later(&mut self, reply: ReplyTo<()>) {}
    #[allow(
        clippy::missing_const_for_fn,
        clippy::needless_pass_by_value,
        clippy::trivially_copy_pass_by_ref,
        clippy::unused_self
    )]
    fn sell(&mut self, ticket: Ticket, price: u32) -> Result<Hibernate<u32>, Refused> {}
    #[allow(
        clippy::missing_const_for_fn,
        clippy::needless_pass_by_value,
        clippy::trivially_copy_pass_by_ref,
        clippy::unused_self
    )]
    async fn sell_later(&mut self, context: &Context<Self>, ticket: Ticket) -> u32 {}
}
#[cfg_attr(
    doc,
    ::dormouse::__private::document(
        ::dormouse,
        handlers(
            Desk,
            (
                "ask",
                "call",
                "question: Question",
                "Result<Answer, Refused>",
                "as it decides",
            ),
            ("ask_later", "call", "", "()", ""),
            (
                "sell",
                "call",
                "ticket: Ticket, price: u32",
                "Result<u32, Refused>",
                "always",
            ),
            ("sell_later", "call", "ticket: Ticket", "u32", "where it awaits, perhaps")
        )
    )
)]
const _: () = {
    #[allow(deprecated)]
    type __Sent = ::dormouse::__private::If<
        {
            let () = <Question as ::dormouse::__private::Argument>::ASKED;
            let () = <Answer as ::dormouse::__private::Reply>::ASKED;
            let () = <Refused as ::dormouse::__private::Reply>::ASKED;
            let () = <Ticket as ::dormouse::__private::Argument>::ASKED;
            let () = <Refused as ::dormouse::__private::Reply>::ASKED;
            let () = <Ticket as ::dormouse::__private::Argument>::ASKED;
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
        ask(
            Question,
            <__Sent as ::dormouse::__private::Checked<
                ::dormouse::__private::ReplyTo<Answer, Refused>,
            >>::Type,
        ),
        sell(
            <__Sent as ::dormouse::__private::Checked<Ticket>>::Type,
            u32,
            ::dormouse::__private::Tries,
            <__Sent as ::dormouse::__private::Checked<
                ::dormouse::__private::ReplyTo<u32, Refused>,
            >>::Type,
        ),
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
        ask_later(::dormouse::__private::ReplyTo<(), ::core::convert::Infallible>),
        sell_later(
            <__Sent as ::dormouse::__private::Checked<Ticket>>::Type,
            ::dormouse::__private::Tries,
            ::dormouse::__private::ReplyTo<u32, ::core::convert::Infallible>,
        ),
    }
    #[allow(deprecated, private_bounds, private_interfaces)]
    fn __ask_later<'__a>(
        actor: &'__a mut Desk,
        argument0: ReplyTo<()>,
    ) -> impl ::core::future::Future<Output = ()> + ::core::marker::Send + '__a
    where
        for<'__s> &'__s mut Desk: ::core::marker::Send,
    {
        <<__Sent as ::dormouse::__private::Checked<
            Desk,
        >>::Type>::ask_later(actor, argument0)
    }
    #[allow(deprecated, private_bounds, private_interfaces)]
    fn __sell_later<'__a>(
        actor: &'__a mut Desk,
        argument0: ::dormouse::Context<Desk>,
        argument1: Ticket,
    ) -> impl ::core::future::Future<Output = u32> + ::core::marker::Send + '__a
    where
        for<'__s> &'__s mut Desk: ::core::marker::Send,
    {
        async move {
            <<__Sent as ::dormouse::__private::Checked<
                Desk,
            >>::Type>::sell_later(
                    actor,
                    &::dormouse::__private::own_context(argument0),
                    argument1,
                )
                .await
        }
    }
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    #[allow(deprecated, unreachable_code, unused_variables)]
    impl ::dormouse::Handlers for Desk {
        type Message = <__Sent as ::dormouse::__private::Checked<__Message>>::Type;
        const HANDLERS: &'static [::dormouse::__private::HandlerSpec] = &[
            ::dormouse::__private::HandlerSpec::new(
                    "ask",
                    ::dormouse::__private::Kind::Call,
                    ::dormouse::__private::Form::Outcome,
                    true,
                )
                .arguments("question: Question")
                .reply("Answer"),
            ::dormouse::__private::HandlerSpec::new(
                "ask_later",
                ::dormouse::__private::Kind::Call,
                ::dormouse::__private::Form::Plain,
                false,
            ),
            ::dormouse::__private::HandlerSpec::new(
                    "sell",
                    ::dormouse::__private::Kind::Call,
                    ::dormouse::__private::Form::Hibernate,
                    true,
                )
                .arguments("ticket: Ticket, price: u32")
                .reply("u32"),
            ::dormouse::__private::HandlerSpec::new(
                    "sell_later",
                    ::dormouse::__private::Kind::Call,
                    ::dormouse::__private::Form::Plain,
                    false,
                )
                .arguments("ticket: Ticket")
                .reply("u32")
                .in_place(),
        ];
        const INTERVALS: &'static [::dormouse::__private::Interval<Self::Message>] = &[];
        const STOP: bool = false;
        #[inline]
        fn handler(message: &Self::Message) -> usize {
            match message {
                __Message::Now(message) => {
                    match message {
                        __Now::ask(..) => 0usize,
                        __Now::sell(..) => 2usize,
                    }
                }
                __Message::Later(message) => {
                    match message {
                        __Later::ask_later(..) => 1usize,
                        __Later::sell_later(..) => 3usize,
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
            for<'__s> &'__s mut Desk: ::core::marker::Send,
        {
            match message {
                __Message::Now(message) => {
                    ::dormouse::__private::Step::Ready(
                        match message {
                            __Now::ask(argument0, reply) => {
                                ::dormouse::__private::settle_outcome(
                                    <Desk>::ask(self, argument0, reply),
                                )
                            }
                            __Now::sell(argument0, argument1, tries, reply) => {
                                let again = {
                                    let bury = ::core::option::Option::None;
                                    let argument0 = {
                                        let value = &argument0;
                                        ::dormouse::__private::again(value)
                                    };
                                    let argument1 = {
                                        let value = &argument1;
                                        ::dormouse::__private::again(value)
                                    };
                                    ::dormouse::__private::Again::new(
                                        turn,
                                        tries,
                                        reply,
                                        bury,
                                        move |tries, reply| __Message::Now(
                                            __Now::sell(argument0, argument1, tries, reply),
                                        ),
                                    )
                                };
                                let value = <Desk>::sell(self, argument0, argument1);
                                let (reply, crash) = again.over();
                                let flow = match value {
                                    ::core::result::Result::Ok(value) => reply.hibernate(value),
                                    ::core::result::Result::Err(error) => {
                                        reply.error_hibernate(error)
                                    }
                                };
                                crash.over(flow)
                            }
                        },
                    )
                }
                __Message::Later(message) => {
                    ::dormouse::__private::Step::Pending(async move {
                        match message {
                            __Later::ask_later(reply) => {
                                ::dormouse::__private::settle(
                                    __ask_later(self, reply).await,
                                )
                            }
                            __Later::sell_later(argument1, tries, reply) => {
                                let again = {
                                    let bury = ::core::option::Option::None;
                                    let argument1 = {
                                        let value = &argument1;
                                        ::dormouse::__private::again(value)
                                    };
                                    ::dormouse::__private::Again::new(
                                        turn,
                                        tries,
                                        reply,
                                        bury,
                                        move |tries, reply| __Message::Later(
                                            __Later::sell_later(argument1, tries, reply),
                                        ),
                                    )
                                };
                                let value = __sell_later(self, turn.context(), argument1)
                                    .await;
                                let (reply, crash) = again.over();
                                let flow = reply.plain(value);
                                crash.over(flow)
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
        > {
            ::dormouse::__private::Step::<
                ::core::future::Pending<
                    ::core::result::Result<(), ::dormouse::ExitReason>,
                >,
            >::Ready(::core::result::Result::Ok(()))
        }
    }
    #[allow(dead_code, deprecated, private_bounds, private_interfaces)]
    impl<Route: ::dormouse::Route> DeskRef<Route> {
        /// Calls the handler `ask`.
        fn ask(
            &self,
            question: Question,
        ) -> ::dormouse::Call<'_, Desk, Answer, Refused> {
            self.0
                .call_deferred(move |reply| __Message::Now(__Now::ask(question, reply)))
        }
        /// Calls the handler `ask_later`.
        fn ask_later(
            &self,
        ) -> ::dormouse::Call<'_, Desk, (), ::core::convert::Infallible> {
            self.0
                .call_deferred(move |reply| __Message::Later(__Later::ask_later(reply)))
        }
        /// Calls the handler `sell`.
        fn sell(
            &self,
            ticket: Ticket,
            price: u32,
        ) -> ::dormouse::Call<'_, Desk, u32, Refused> {
            self.0
                .call(move |reply| __Message::Now(
                    __Now::sell(
                        ticket,
                        price,
                        ::dormouse::__private::Tries::new(2),
                        reply,
                    ),
                ))
        }
        /// Calls the handler `sell_later`.
        fn sell_later(
            &self,
            ticket: Ticket,
        ) -> ::dormouse::Call<'_, Desk, u32, ::core::convert::Infallible> {
            self.0
                .call(move |reply| __Message::Later(
                    __Later::sell_later(
                        ticket,
                        ::dormouse::__private::Tries::new(TIMES),
                        reply,
                    ),
                ))
        }
    }
    #[allow(dead_code, deprecated)]
    fn __return_types() {
        {
            #[allow(unused_imports)]
            use ::dormouse::__private::Visible as _;
            ::dormouse::__private::allows_outcome::<
                <Desk as ::dormouse::__private::HasPolicy>::Policy,
                ::dormouse::__private::May,
            >();
            ::dormouse::__private::shown(
                ::dormouse::__private::Probe::<Answer>::new().kind(),
            );
        }
        {
            #[allow(unused_imports)]
            use ::dormouse::__private::Visible as _;
            ::dormouse::__private::allows_plain::<
                <Desk as ::dormouse::__private::HasPolicy>::Policy,
            >();
        }
        {
            #[allow(unused_imports)]
            use ::dormouse::__private::Visible as _;
            ::dormouse::__private::allows_hibernate::<
                <Desk as ::dormouse::__private::HasPolicy>::Policy,
            >();
            ::dormouse::__private::shown(
                ::dormouse::__private::Probe::<u32>::new().kind(),
            );
        }
        {
            #[allow(unused_imports)]
            use ::dormouse::__private::Visible as _;
            ::dormouse::__private::allows_plain::<
                <Desk as ::dormouse::__private::HasPolicy>::Policy,
            >();
            ::dormouse::__private::shown(
                ::dormouse::__private::Probe::<u32>::new().kind(),
            );
        }
    }
};
