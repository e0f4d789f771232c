//! The rules of OTP's supervisor, one test per rule. Names begin with the number of the rule in
//! the project's list of observable behaviours, where it has one.

mod bars;
mod bench;
mod calls;
mod ending;
mod model;
mod pauses;
mod property;
mod restarts;
mod significance;
mod world;
