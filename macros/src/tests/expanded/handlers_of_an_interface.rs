impl<T> Calculator<T>
where
    T: Send,
{
    #[allow(
        clippy::missing_const_for_fn,
        clippy::needless_pass_by_value,
        clippy::trivially_copy_pass_by_ref,
        clippy::unused_self
    )]
    async fn run(&mut self, input: Value) -> Result<Hibernate<Value>, Failed> {}
    #[allow(
        clippy::missing_const_for_fn,
        clippy::needless_pass_by_value,
        clippy::trivially_copy_pass_by_ref,
        clippy::unused_self
    )]
    fn note(&mut self, note: T) {}
}
#[cfg_attr(
    doc,
    ::dormouse::__private::document(
        ::dormouse,
        handlers(
            Calculator,
            ("run", "call", "input: Value", "Result<Value, Failed>", "always"),
            ("note", "cast", "note: T", "", "")
        )
    )
)]
const _: () = {
    #[allow(deprecated)]
    type __Sent = ::dormouse::__private::If<
        {
            let () = <Value as ::dormouse::__private::Argument>::ASKED;
            let () = <Value as ::dormouse::__private::Reply>::ASKED;
            let () = <Failed as ::dormouse::__private::Reply>::ASKED;
            true
        },
    >;
    #[allow(dead_code, deprecated)]
    fn __sent<T>()
    where
        T: Send,
    {
        ::dormouse::__private::state::<Calculator<T>>();
    }
    #[allow(dead_code, deprecated, unused_imports)]
    fn __parameters<T>()
    where
        T: Send,
    {
        use ::dormouse::__private::IsNotSent as _;
        ::dormouse::__private::outlives::<T>();
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
    pub enum __Message<T>
    where
        T: Send + 'static,
        Calculator<T>: ::core::marker::Send,
    {
        Now(__Now<T>),
        Later(__Later<T>),
        __Never(::core::convert::Infallible, (::core::marker::PhantomData<fn() -> T>,)),
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
    pub enum __Now<T>
    where
        T: Send + 'static,
        Calculator<T>: ::core::marker::Send,
    {
        note(T),
        __Never(::core::convert::Infallible, (::core::marker::PhantomData<fn() -> T>,)),
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
    pub enum __Later<T>
    where
        T: Send + 'static,
        Calculator<T>: ::core::marker::Send,
    {
        run(Value, ::dormouse::__private::ReplyTo<Value, Failed>),
        __Never(::core::convert::Infallible, (::core::marker::PhantomData<fn() -> T>,)),
    }
    #[allow(deprecated, private_bounds, private_interfaces)]
    fn __run<'__a, T>(
        actor: &'__a mut Calculator<T>,
        argument0: Value,
    ) -> impl ::core::future::Future<
        Output = Result<Hibernate<Value>, Failed>,
    > + ::core::marker::Send + '__a
    where
        T: Send + 'static,
        Calculator<T>: ::core::marker::Send,
    {
        <<__Sent as ::dormouse::__private::Checked<
            Calculator<T>,
        >>::Type>::run(actor, argument0)
    }
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    #[allow(deprecated, unreachable_code, unused_variables)]
    impl<T> ::dormouse::Handlers for Calculator<T>
    where
        T: Send + 'static,
        Calculator<T>: ::core::marker::Send,
    {
        type Message = <__Sent as ::dormouse::__private::Checked<__Message<T>>>::Type;
        const HANDLERS: &'static [::dormouse::__private::HandlerSpec] = &[
            ::dormouse::__private::HandlerSpec::new(
                    "run",
                    ::dormouse::__private::Kind::Call,
                    ::dormouse::__private::Form::Hibernate,
                    false,
                )
                .arguments("input: Value")
                .reply("Value"),
            ::dormouse::__private::HandlerSpec::new(
                    "note",
                    ::dormouse::__private::Kind::Cast,
                    ::dormouse::__private::Form::Plain,
                    true,
                )
                .arguments("note: T"),
        ];
        const INTERVALS: &'static [::dormouse::__private::Interval<Self::Message>] = &[];
        const STOP: bool = false;
        #[inline]
        fn handler(message: &Self::Message) -> usize {
            match message {
                __Message::Now(message) => {
                    match message {
                        __Now::note(..) => 1usize,
                        __Now::__Never(never, _) => match *never {}
                    }
                }
                __Message::Later(message) => {
                    match message {
                        __Later::run(..) => 0usize,
                        __Later::__Never(never, _) => match *never {}
                    }
                }
                __Message::__Never(never, _) => match *never {}
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
        > {
            match message {
                __Message::Now(message) => {
                    ::dormouse::__private::Step::Ready(
                        match message {
                            __Now::note(argument0) => {
                                ::dormouse::__private::settle(
                                    <Calculator<T>>::note(self, argument0),
                                )
                            }
                            __Now::__Never(never, _) => match never {}
                        },
                    )
                }
                __Message::Later(message) => {
                    ::dormouse::__private::Step::Pending(async move {
                        match message {
                            __Later::run(argument0, reply) => {
                                match __run(self, argument0).await {
                                    ::core::result::Result::Ok(value) => reply.hibernate(value),
                                    ::core::result::Result::Err(error) => {
                                        reply.error_hibernate(error)
                                    }
                                }
                            }
                            __Later::__Never(never, _) => match never {}
                        }
                    })
                }
                __Message::__Never(never, _) => match never {}
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
    impl<T, Route: ::dormouse::Route> CalculatorRef<T, Route>
    where
        T: Send + 'static,
        Calculator<T>: ::core::marker::Send,
    {
        /// Calls the handler `run`.
        fn run(
            &self,
            input: Value,
        ) -> ::dormouse::Call<'_, Calculator<T>, Value, Failed> {
            self.0.call(move |reply| __Message::Later(__Later::run(input, reply)))
        }
        /// Casts to the handler `note`.
        fn note(&self, note: T) -> ::core::result::Result<(), ::dormouse::CastError> {
            self.0.cast(__Message::Now(__Now::note(note)))
        }
    }
    #[automatically_derived]
    #[allow(deprecated)]
    impl<T> Tool for CalculatorRef<T>
    where
        T: Send + 'static,
        Calculator<T>: ::core::marker::Send,
    {
        fn run(&self, input: Value) -> ::dormouse::DynCall<'_, Value, Failed> {
            ::dormouse::DynCall::of(
                self.0.call(move |reply| __Message::Later(__Later::run(input, reply))),
            )
        }
    }
    #[automatically_derived]
    #[allow(deprecated)]
    impl<T> tools::Tool for CalculatorRef<T>
    where
        T: Send + 'static,
        Calculator<T>: ::core::marker::Send,
    {
        fn note(&self, note: T) -> ::core::result::Result<(), ::dormouse::CastError> {
            self.0.cast(__Message::Now(__Now::note(note)))
        }
    }
    #[automatically_derived]
    #[allow(deprecated)]
    impl<T> Noted for CalculatorRef<T>
    where
        T: Send + 'static,
        Calculator<T>: ::core::marker::Send,
    {
        fn note(&self, note: T) -> ::core::result::Result<(), ::dormouse::CastError> {
            self.0.cast(__Message::Now(__Now::note(note)))
        }
    }
    #[allow(dead_code, deprecated)]
    fn __return_types<T>()
    where
        T: Send + 'static,
        Calculator<T>: ::core::marker::Send,
    {
        {
            #[allow(unused_imports)]
            use ::dormouse::__private::Visible as _;
            ::dormouse::__private::allows_hibernate::<
                <Calculator<T> as ::dormouse::__private::HasPolicy>::Policy,
            >();
            ::dormouse::__private::shown(
                ::dormouse::__private::Probe::<Value>::new().kind(),
            );
        }
        {
            #[allow(unused_imports)]
            use ::dormouse::__private::Visible as _;
            ::dormouse::__private::allows_plain::<
                <Calculator<T> as ::dormouse::__private::HasPolicy>::Policy,
            >();
        }
    }
};
