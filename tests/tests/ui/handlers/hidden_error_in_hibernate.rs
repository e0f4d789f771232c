use dormouse::prelude::*;

#[actor]
struct Session;

#[actor]
impl Session {
    #[call]
    fn read(&self) -> Hibernate<std::fmt::Result> {
        Hibernate(Ok(()))
    }
}

fn main() {}
