/// Something that clients may run.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has not the interface `Tool`",
    label = "the handle of another kind of actor",
    note = "write `#[call(interface = Tool)]` on each of its handlers for it"
)]
pub trait Tool: ::core::fmt::Debug + ::core::marker::Send + ::core::marker::Sync + 'static {
    /// Runs it.
    fn run(&self, input: Value) -> ::dormouse::DynCall<'_, Value, Failed>;
    #[cfg(feature = "notes")]
    /// Casts to the handler `note`.
    fn note(
        &self,
        argument1: (u8, u8),
    ) -> ::core::result::Result<(), ::dormouse::CastError>;
}
/// A handle to any actor with the interface [`Tool`].
///
/// Made from the handle of such an actor by `From`. It is cheap to clone.
#[allow(dead_code)]
pub struct ToolRef(::std::sync::Arc<dyn Tool>);
const _: () = {
    #[allow(dead_code, deprecated)]
    impl ToolRef {
        /// Runs it.
        pub fn run(&self, input: Value) -> ::dormouse::DynCall<'_, Value, Failed> {
            Tool::run(&*self.0, input)
        }
        #[cfg(feature = "notes")]
        /// Casts to the handler `note`.
        pub fn note(
            &self,
            argument1: (u8, u8),
        ) -> ::core::result::Result<(), ::dormouse::CastError> {
            Tool::note(&*self.0, argument1)
        }
    }
    #[automatically_derived]
    impl<Handle: Tool> ::core::convert::From<Handle> for ToolRef {
        fn from(handle: Handle) -> Self {
            Self(::std::sync::Arc::new(handle))
        }
    }
    #[automatically_derived]
    impl ::core::clone::Clone for ToolRef {
        fn clone(&self) -> Self {
            Self(::core::clone::Clone::clone(&self.0))
        }
    }
    #[automatically_derived]
    impl ::core::fmt::Debug for ToolRef {
        fn fmt(
            &self,
            formatter: &mut ::core::fmt::Formatter<'_>,
        ) -> ::core::fmt::Result {
            ::core::fmt::Debug::fmt(&self.0, formatter)
        }
    }
    #[automatically_derived]
    impl ::dormouse::Compact for ToolRef {
        fn compact(&mut self, _: &mut ::dormouse::Compaction) {}
        fn measure(&self, _: &mut ::dormouse::Measure) {}
    }
};
