impl<T: Send + 'static> Board<T> {
    #[allow(
        clippy::missing_const_for_fn,
        clippy::needless_pass_by_value,
        clippy::trivially_copy_pass_by_ref,
        clippy::unused_self
    )]
    fn begin(&mut self) -> Outcome<(), Never> {}
    #[allow(
        clippy::missing_const_for_fn,
        clippy::needless_pass_by_value,
        clippy::trivially_copy_pass_by_ref,
        clippy::unused_self
    )]
    fn price(&mut self, price: Price<T>) {}
    #[allow(
        clippy::missing_const_for_fn,
        clippy::needless_pass_by_value,
        clippy::trivially_copy_pass_by_ref,
        clippy::unused_self
    )]
    async fn word(&mut self, context: &Context<Self>, word: String) -> Result<(), Full> {}
    #[allow(
        clippy::missing_const_for_fn,
        clippy::needless_pass_by_value,
        clippy::trivially_copy_pass_by_ref,
        clippy::unused_self
    )]
    fn other(&mut self, info: AnyInfo) -> Outcome {}
}
#[cfg_attr(
    doc,
    ::dormouse::__private::document(
        ::dormouse,
        handlers(
            Board,
            ("begin", "start", "", "", "as it decides"),
            ("price", "info", "price: Price<T>", "", ""),
            ("word", "info", "word: String", "", "where it awaits, perhaps"),
            ("other", "info(other)", "info: AnyInfo", "", "as it decides")
        )
    )
)]
const _: () = {
    #[allow(deprecated)]
    type __Sent = ::dormouse::__private::If<
        {
            let () = <AnyInfo as ::dormouse::__private::Argument>::ASKED;
            true
        },
    >;
    #[allow(dead_code, deprecated)]
    fn __sent<T: Send + 'static>() {
        ::dormouse::__private::state::<Board<T>>();
        let () = <Price<T> as ::dormouse::__private::Argument>::ASKED;
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
    pub enum __Message<T: Send + 'static>
    where
        Board<T>: ::core::marker::Send,
        Price<T>: ::core::marker::Send,
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
    pub enum __Now<T: Send + 'static>
    where
        Board<T>: ::core::marker::Send,
        Price<T>: ::core::marker::Send,
    {
        begin(),
        price(::dormouse::__private::Info<Price<T>>),
        other(::dormouse::__private::Info<AnyInfo>),
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
    pub enum __Later<T: Send + 'static>
    where
        Board<T>: ::core::marker::Send,
        Price<T>: ::core::marker::Send,
    {
        word(::dormouse::__private::Info<String>),
        __Never(::core::convert::Infallible, (::core::marker::PhantomData<fn() -> T>,)),
    }
    #[allow(deprecated, private_bounds, private_interfaces)]
    fn __word<'__a, T: Send + 'static>(
        actor: &'__a mut Board<T>,
        argument0: ::dormouse::Context<Board<T>>,
        argument1: String,
    ) -> impl ::core::future::Future<
        Output = Result<(), Full>,
    > + ::core::marker::Send + '__a
    where
        Board<T>: ::core::marker::Send,
        Price<T>: ::core::marker::Send,
    {
        async move {
            <Board<
                T,
            >>::word(actor, &::dormouse::__private::own_context(argument0), argument1)
                .await
        }
    }
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    #[allow(deprecated, unreachable_code, unused_variables)]
    impl<T: Send + 'static> ::dormouse::Handlers for Board<T>
    where
        Board<T>: ::core::marker::Send,
        Price<T>: ::core::marker::Send,
    {
        type Message = <__Sent as ::dormouse::__private::Checked<__Message<T>>>::Type;
        const HANDLERS: &'static [::dormouse::__private::HandlerSpec] = &[
            ::dormouse::__private::HandlerSpec::new(
                "begin",
                ::dormouse::__private::Kind::Start,
                ::dormouse::__private::Form::Outcome,
                true,
            ),
            ::dormouse::__private::HandlerSpec::new(
                    "price",
                    ::dormouse::__private::Kind::Info,
                    ::dormouse::__private::Form::Plain,
                    true,
                )
                .arguments("price: Price<T>"),
            ::dormouse::__private::HandlerSpec::new(
                    "word",
                    ::dormouse::__private::Kind::Info,
                    ::dormouse::__private::Form::Plain,
                    false,
                )
                .arguments("word: String")
                .in_place(),
            ::dormouse::__private::HandlerSpec::new(
                    "other",
                    ::dormouse::__private::Kind::Other,
                    ::dormouse::__private::Form::Outcome,
                    true,
                )
                .arguments("info: AnyInfo"),
        ];
        const INTERVALS: &'static [::dormouse::__private::Interval<Self::Message>] = &[];
        const STOP: bool = false;
        const START: ::core::option::Option<fn() -> Self::Message> = ::core::option::Option::Some(||
        __Message::Now(__Now::begin()));
        const INFOS: bool = true;
        #[allow(unreachable_patterns)]
        fn tie(
            message: &Self::Message,
        ) -> ::core::option::Option<&::dormouse::__private::Tie> {
            match message {
                __Message::Now(message) => {
                    match message {
                        __Now::price(info) => info.tie(),
                        __Now::other(info) => info.tie(),
                        _ => ::core::option::Option::None,
                    }
                }
                __Message::Later(message) => {
                    match message {
                        __Later::word(info) => info.tie(),
                        _ => ::core::option::Option::None,
                    }
                }
                _ => ::core::option::Option::None,
            }
        }
        fn info(
            value: &mut dyn ::dormouse::__private::Parcel,
        ) -> ::core::option::Option<Self::Message> {
            if let ::core::option::Option::Some(message) = ::dormouse::__private::take::<
                Self,
                Price<T>,
            >(value) {
                return ::core::option::Option::Some(message);
            }
            if let ::core::option::Option::Some(message) = ::dormouse::__private::take::<
                Self,
                String,
            >(value) {
                return ::core::option::Option::Some(message);
            }
            ::dormouse::__private::take_other::<Self>(value)
        }
        #[inline]
        fn handler(message: &Self::Message) -> usize {
            match message {
                __Message::Now(message) => {
                    match message {
                        __Now::begin(..) => 0usize,
                        __Now::price(..) => 1usize,
                        __Now::other(..) => 3usize,
                        __Now::__Never(never, _) => match *never {}
                    }
                }
                __Message::Later(message) => {
                    match message {
                        __Later::word(..) => 2usize,
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
                            __Now::begin() => {
                                ::dormouse::__private::settle_outcome(
                                    <Board<T>>::begin(self),
                                )
                            }
                            __Now::price(argument0) => {
                                ::dormouse::__private::settle(
                                    <Board<T>>::price(self, argument0.into_value()),
                                )
                            }
                            __Now::other(argument0) => {
                                ::dormouse::__private::settle_outcome(
                                    <Board<T>>::other(self, argument0.into_value()),
                                )
                            }
                            __Now::__Never(never, _) => match never {}
                        },
                    )
                }
                __Message::Later(message) => {
                    ::dormouse::__private::Step::Pending(async move {
                        match message {
                            __Later::word(argument1) => {
                                match __word(self, turn.context(), argument1.into_value())
                                    .await
                                {
                                    ::core::result::Result::Ok(value) => {
                                        ::dormouse::__private::settle(value)
                                    }
                                    ::core::result::Result::Err(error) => {
                                        ::dormouse::__private::fail(error)
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
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    #[allow(deprecated, private_bounds, private_interfaces, unused_variables)]
    impl<T: Send + 'static> ::dormouse::Receive<Price<T>> for Board<T>
    where
        Board<T>: ::core::marker::Send,
        Price<T>: ::core::marker::Send,
    {
        fn message(
            info: ::dormouse::__private::Info<Price<T>>,
        ) -> <Self as ::dormouse::Handlers>::Message {
            __Message::Now(__Now::price(info))
        }
    }
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    #[allow(deprecated, private_bounds, private_interfaces, unused_variables)]
    impl<T: Send + 'static> ::dormouse::Receive<String> for Board<T>
    where
        Board<T>: ::core::marker::Send,
        Price<T>: ::core::marker::Send,
    {
        fn message(
            info: ::dormouse::__private::Info<String>,
        ) -> <Self as ::dormouse::Handlers>::Message {
            __Message::Later(__Later::word(info))
        }
    }
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    #[allow(deprecated, private_bounds, private_interfaces, unused_variables)]
    impl<T: Send + 'static> ::dormouse::Receive<AnyInfo> for Board<T>
    where
        Board<T>: ::core::marker::Send,
        Price<T>: ::core::marker::Send,
    {
        fn message(
            info: ::dormouse::__private::Info<AnyInfo>,
        ) -> <Self as ::dormouse::Handlers>::Message {
            __Message::Now(__Now::other(info))
        }
    }
    #[allow(dead_code, deprecated, private_bounds, private_interfaces)]
    impl<T: Send + 'static, Route: ::dormouse::Route> BoardRef<T, Route>
    where
        Board<T>: ::core::marker::Send,
        Price<T>: ::core::marker::Send,
    {}
    #[allow(dead_code, deprecated)]
    fn __return_types<T: Send + 'static>()
    where
        Board<T>: ::core::marker::Send,
        Price<T>: ::core::marker::Send,
    {
        {
            #[allow(unused_imports)]
            use ::dormouse::__private::Visible as _;
            ::dormouse::__private::allows_outcome::<
                <Board<T> as ::dormouse::__private::HasPolicy>::Policy,
                Never,
            >();
        }
        {
            #[allow(unused_imports)]
            use ::dormouse::__private::Visible as _;
            ::dormouse::__private::allows_plain::<
                <Board<T> as ::dormouse::__private::HasPolicy>::Policy,
            >();
        }
        {
            #[allow(unused_imports)]
            use ::dormouse::__private::Visible as _;
            ::dormouse::__private::allows_plain::<
                <Board<T> as ::dormouse::__private::HasPolicy>::Policy,
            >();
        }
        {
            #[allow(unused_imports)]
            use ::dormouse::__private::Visible as _;
            ::dormouse::__private::allows_outcome::<
                <Board<T> as ::dormouse::__private::HasPolicy>::Policy,
                ::dormouse::__private::May,
            >();
        }
    }
};
