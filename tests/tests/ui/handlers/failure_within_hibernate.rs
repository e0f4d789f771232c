use dormouse::prelude::*;

#[actor]
struct Session;

#[actor]
impl Session {
    #[cast]
    fn store(&mut self) -> Hibernate<Result<(), std::fmt::Error>> {
        Hibernate(Ok(()))
    }

    #[every("60s")]
    fn tidy(&mut self) -> Outcome<Result<(), std::fmt::Error>> {
        Outcome::reply(Ok(()))
    }
}

fn main() {}
