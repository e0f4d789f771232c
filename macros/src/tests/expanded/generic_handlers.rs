impl<K: Send + 'static> super::Cache<K, u8>
where
    Self: Sized,
{
    #[allow(
        clippy::missing_const_for_fn,
        clippy::needless_pass_by_value,
        clippy::trivially_copy_pass_by_ref,
        clippy::unused_self
    )]
    fn get(&self, key: K) -> Option<Box<Self>> {}
    #[cfg(feature = "put")]
    #[allow(
        clippy::missing_const_for_fn,
        clippy::needless_pass_by_value,
        clippy::trivially_copy_pass_by_ref,
        clippy::unused_self
    )]
    fn put(&mut self, key: [u8; Self::LIMIT]) {}
}
#[cfg_attr(
    doc,
    ::dormouse::__private::document(
        ::dormouse,
        handlers(
            super::Cache,
            ("get", "call", "key: K", "Option<Box<Self>>", ""),
            #[cfg(feature = "put")]("put", "cast", "key: [u8; Self::LIMIT]", "", "")
        )
    )
)]
const _: () = {
    #[allow(dead_code, deprecated)]
    fn __sent<K: Send + 'static>()
    where
        super::Cache<K, u8>: Sized,
    {
        ::dormouse::__private::state::<super::Cache<K, u8>>();
        let () = <Option<
            Box<super::Cache<K, u8>>,
        > as ::dormouse::__private::Reply>::ASKED;
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
    pub enum __Message<K: Send + 'static>
    where
        super::Cache<K, u8>: Sized,
        super::Cache<K, u8>: ::core::marker::Send,
        Option<Box<super::Cache<K, u8>>>: ::core::marker::Send,
    {
        Now(__Now<K>),
        __Never(::core::convert::Infallible, (::core::marker::PhantomData<fn() -> K>,)),
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
    pub enum __Now<K: Send + 'static>
    where
        super::Cache<K, u8>: Sized,
        super::Cache<K, u8>: ::core::marker::Send,
        Option<Box<super::Cache<K, u8>>>: ::core::marker::Send,
    {
        get(
            K,
            ::dormouse::__private::ReplyTo<
                Option<Box<super::Cache<K, u8>>>,
                ::core::convert::Infallible,
            >,
        ),
        #[cfg(feature = "put")]
        put([u8; <super::Cache<K, u8>>::LIMIT]),
        __Never(::core::convert::Infallible, (::core::marker::PhantomData<fn() -> K>,)),
    }
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    #[allow(deprecated, unreachable_code, unused_variables)]
    impl<K: Send + 'static> ::dormouse::Handlers for super::Cache<K, u8>
    where
        super::Cache<K, u8>: Sized,
        super::Cache<K, u8>: ::core::marker::Send,
        Option<Box<super::Cache<K, u8>>>: ::core::marker::Send,
    {
        type Message = __Message<K>;
        const HANDLERS: &'static [::dormouse::__private::HandlerSpec] = &[
            ::dormouse::__private::HandlerSpec::new(
                    "get",
                    ::dormouse::__private::Kind::Call,
                    ::dormouse::__private::Form::Plain,
                    true,
                )
                .arguments("key: K")
                .reply("Option<Box<Self>>"),
            #[cfg(feature = "put")]
            ::dormouse::__private::HandlerSpec::new(
                    "put",
                    ::dormouse::__private::Kind::Cast,
                    ::dormouse::__private::Form::Plain,
                    true,
                )
                .arguments("key: [u8; Self::LIMIT]"),
        ];
        const INTERVALS: &'static [::dormouse::__private::Interval<Self::Message>] = &[];
        const STOP: bool = false;
        #[inline]
        fn handler(message: &Self::Message) -> usize {
            #[allow(dead_code, non_camel_case_types)]
            enum __Index {
                get,
                #[cfg(feature = "put")]
                put,
            }
            match message {
                __Message::Now(message) => {
                    match message {
                        __Now::get(..) => __Index::get as usize,
                        #[cfg(feature = "put")]
                        __Now::put(..) => __Index::put as usize,
                        __Now::__Never(never, _) => match *never {}
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
                    ::dormouse::__private::Step::<
                        ::core::future::Pending<::dormouse::__private::Flow>,
                    >::Ready(
                        match message {
                            __Now::get(argument0, reply) => {
                                reply.plain(<super::Cache<K, u8>>::get(self, argument0))
                            }
                            #[cfg(feature = "put")]
                            __Now::put(argument0) => {
                                ::dormouse::__private::settle(
                                    <super::Cache<K, u8>>::put(self, argument0),
                                )
                            }
                            __Now::__Never(never, _) => match never {}
                        },
                    )
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
    impl<K: Send + 'static, Route: ::dormouse::Route> super::CacheRef<K, u8, Route>
    where
        super::Cache<K, u8>: Sized,
        super::Cache<K, u8>: ::core::marker::Send,
        Option<Box<super::Cache<K, u8>>>: ::core::marker::Send,
    {
        /// Calls the handler `get`.
        fn get(
            &self,
            key: K,
        ) -> ::dormouse::Call<
            '_,
            super::Cache<K, u8>,
            Option<Box<super::Cache<K, u8>>>,
            ::core::convert::Infallible,
        > {
            self.0.call(move |reply| __Message::Now(__Now::get(key, reply)))
        }
        /// Casts to the handler `put`.
        #[cfg(feature = "put")]
        fn put(
            &self,
            key: [u8; <super::Cache<K, u8>>::LIMIT],
        ) -> ::core::result::Result<(), ::dormouse::CastError> {
            self.0.cast(__Message::Now(__Now::put(key)))
        }
    }
    #[allow(dead_code, deprecated)]
    fn __return_types<K: Send + 'static>()
    where
        super::Cache<K, u8>: Sized,
        super::Cache<K, u8>: ::core::marker::Send,
        Option<Box<super::Cache<K, u8>>>: ::core::marker::Send,
    {
        {
            #[allow(unused_imports)]
            use ::dormouse::__private::Visible as _;
            ::dormouse::__private::allows_plain::<
                <super::Cache<K, u8> as ::dormouse::__private::HasPolicy>::Policy,
            >();
            ::dormouse::__private::shown(
                ::dormouse::__private::Probe::<Option<Box<super::Cache<K, u8>>>>::new()
                    .kind(),
            );
        }
        #[cfg(feature = "put")]
        {
            #[allow(unused_imports)]
            use ::dormouse::__private::Visible as _;
            ::dormouse::__private::allows_plain::<
                <super::Cache<K, u8> as ::dormouse::__private::HasPolicy>::Policy,
            >();
        }
    }
};
