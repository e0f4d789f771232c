//! Annotate structs, get a supervision tree.

mod supervisor {
    //! Supervision: what OTP's supervisors decide, and what carries it out.

    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "driven by the supervisor, which is not here yet")
    )]
    pub(crate) mod planner;
    pub(crate) mod window;
}
