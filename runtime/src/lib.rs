//! Annotate structs, get a supervision tree.
