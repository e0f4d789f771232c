impl Quiet {}
#[cfg_attr(doc, ::dormouse::__private::document(::dormouse, handlers(Quiet)))]
const _: () = {
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
    pub enum __Message {}
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    #[allow(deprecated, unreachable_code, unused_variables)]
    impl ::dormouse::Handlers for Quiet {
        type Message = __Message;
        const HANDLERS: &'static [::dormouse::__private::HandlerSpec] = &[];
        const INTERVALS: &'static [::dormouse::__private::Interval<Self::Message>] = &[];
        const STOP: bool = false;
        #[inline]
        fn handler(message: &Self::Message) -> usize {
            match *message {}
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
            ::dormouse::__private::Step::<
                ::core::future::Pending<::dormouse::__private::Flow>,
            >::Ready(match message {})
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
    impl<Route: ::dormouse::Route> QuietRef<Route> {}
};
