impl Session {
    #[allow(
        clippy::missing_const_for_fn,
        clippy::needless_pass_by_value,
        clippy::trivially_copy_pass_by_ref,
        clippy::unused_self
    )]
    fn shed(&mut self) {}
    #[allow(
        clippy::missing_const_for_fn,
        clippy::needless_pass_by_value,
        clippy::trivially_copy_pass_by_ref,
        clippy::unused_self
    )]
    fn refill(&self, context: &Context<Self>) {}
}
#[cfg_attr(doc, ::dormouse::__private::document(::dormouse, handlers(Session)))]
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
    impl ::dormouse::Handlers for Session {
        type Message = __Message;
        const HANDLERS: &'static [::dormouse::__private::HandlerSpec] = &[];
        const INTERVALS: &'static [::dormouse::__private::Interval<Self::Message>] = &[];
        const STOP: bool = false;
        const ON_HIBERNATE: bool = true;
        fn on_hibernate(&mut self, turn: ::dormouse::__private::Turn<'_, Self>) {
            <Session>::shed(self);
        }
        const ON_WAKE: bool = true;
        fn on_wake(&mut self, turn: ::dormouse::__private::Turn<'_, Self>) {
            <Session>::refill(self, &::dormouse::__private::own_context(turn.context()));
        }
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
    impl<Route: ::dormouse::Route> SessionRef<Route> {}
    #[allow(dead_code, deprecated)]
    fn __return_types() {
        ::dormouse::__private::allows_hooks::<
            <Session as ::dormouse::__private::HasPolicy>::Policy,
        >();
        ::dormouse::__private::allows_hooks::<
            <Session as ::dormouse::__private::HasPolicy>::Policy,
        >();
    }
};
