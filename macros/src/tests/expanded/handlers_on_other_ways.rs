impl Session {
    #[allow(
        clippy::missing_const_for_fn,
        clippy::needless_pass_by_value,
        clippy::trivially_copy_pass_by_ref,
        clippy::unused_self
    )]
    fn cancel(&mut self, job: u64) {}
    #[allow(
        clippy::missing_const_for_fn,
        clippy::needless_pass_by_value,
        clippy::trivially_copy_pass_by_ref,
        clippy::unused_self
    )]
    pub async fn feed(&mut self, bytes: Vec<u8>) {}
    #[allow(
        clippy::missing_const_for_fn,
        clippy::needless_pass_by_value,
        clippy::trivially_copy_pass_by_ref,
        clippy::unused_self
    )]
    fn health(&self) -> bool {}
}
#[cfg_attr(
    doc,
    ::dormouse::__private::document(
        ::dormouse,
        handlers(
            Session,
            ("cancel", "cast(priority)", "job: u64", "", ""),
            (pub "feed", "cast", "bytes: Vec<u8>", "", ""),
            ("health", "call(priority)", "", "bool", "")
        )
    )
)]
const _: () = {
    #[allow(deprecated)]
    type __Sent = ::dormouse::__private::If<
        {
            let () = <Vec<u8> as ::dormouse::__private::Argument>::ASKED;
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
        cancel(u64),
        health(::dormouse::__private::ReplyTo<bool, ::core::convert::Infallible>),
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
        feed(Vec<u8>),
    }
    #[allow(deprecated, private_bounds, private_interfaces)]
    fn __feed<'__a>(
        actor: &'__a mut Session,
        argument0: Vec<u8>,
    ) -> impl ::core::future::Future<Output = ()> + ::core::marker::Send + '__a
    where
        for<'__s> &'__s mut Session: ::core::marker::Send,
    {
        <<__Sent as ::dormouse::__private::Checked<
            Session,
        >>::Type>::feed(actor, argument0)
    }
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    #[allow(deprecated, unreachable_code, unused_variables)]
    impl ::dormouse::Handlers for Session {
        type Message = <__Sent as ::dormouse::__private::Checked<__Message>>::Type;
        const HANDLERS: &'static [::dormouse::__private::HandlerSpec] = &[
            ::dormouse::__private::HandlerSpec::new(
                    "cancel",
                    ::dormouse::__private::Kind::Cast,
                    ::dormouse::__private::Form::Plain,
                    true,
                )
                .arguments("job: u64")
                .priority(),
            ::dormouse::__private::HandlerSpec::new(
                    "feed",
                    ::dormouse::__private::Kind::Cast,
                    ::dormouse::__private::Form::Plain,
                    false,
                )
                .arguments("bytes: Vec<u8>"),
            ::dormouse::__private::HandlerSpec::new(
                    "health",
                    ::dormouse::__private::Kind::Call,
                    ::dormouse::__private::Form::Plain,
                    true,
                )
                .reply("bool")
                .priority(),
        ];
        const INTERVALS: &'static [::dormouse::__private::Interval<Self::Message>] = &[];
        const STOP: bool = false;
        #[inline]
        fn handler(message: &Self::Message) -> usize {
            match message {
                __Message::Now(message) => {
                    match message {
                        __Now::cancel(..) => 0usize,
                        __Now::health(..) => 2usize,
                    }
                }
                __Message::Later(message) => {
                    match message {
                        __Later::feed(..) => 1usize,
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
                            __Now::cancel(argument0) => {
                                ::dormouse::__private::settle(
                                    <Session>::cancel(self, argument0),
                                )
                            }
                            __Now::health(reply) => reply.plain(<Session>::health(self)),
                        },
                    )
                }
                __Message::Later(message) => {
                    ::dormouse::__private::Step::Pending(async move {
                        match message {
                            __Later::feed(argument0) => {
                                ::dormouse::__private::settle(__feed(self, argument0).await)
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
    impl<Route: ::dormouse::Route> SessionRef<Route> {
        /// Casts to the handler `cancel`.
        fn cancel(&self, job: u64) -> ::core::result::Result<(), ::dormouse::CastError> {
            self.0.cast(__Message::Now(__Now::cancel(job)))
        }
        /// Casts to the handler `feed`.
        pub fn feed(&self, bytes: Vec<u8>) -> ::dormouse::Cast<'_, Session> {
            self.0.cast_waiting(__Message::Later(__Later::feed(bytes)))
        }
        /// Calls the handler `health`.
        fn health(
            &self,
        ) -> ::dormouse::Call<'_, Session, bool, ::core::convert::Infallible> {
            self.0.call(move |reply| __Message::Now(__Now::health(reply)))
        }
    }
    #[allow(dead_code, deprecated)]
    fn __return_types() {
        {
            #[allow(unused_imports)]
            use ::dormouse::__private::Visible as _;
            ::dormouse::__private::allows_plain::<
                <Session as ::dormouse::__private::HasPolicy>::Policy,
            >();
        }
        {
            #[allow(unused_imports)]
            use ::dormouse::__private::Visible as _;
            ::dormouse::__private::allows_plain::<
                <Session as ::dormouse::__private::HasPolicy>::Policy,
            >();
        }
        {
            #[allow(unused_imports)]
            use ::dormouse::__private::Visible as _;
            ::dormouse::__private::allows_plain::<
                <Session as ::dormouse::__private::HasPolicy>::Policy,
            >();
            ::dormouse::__private::shown(
                ::dormouse::__private::Probe::<bool>::new().kind(),
            );
        }
    }
};
