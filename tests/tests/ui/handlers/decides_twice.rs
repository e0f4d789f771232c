use dormouse::prelude::*;

#[actor]
struct Session;

#[actor]
impl Session {
    #[call]
    fn store(&mut self) -> Hibernate<Outcome<u32>> {
        Hibernate(Outcome::reply(1))
    }

    #[call]
    fn recall(&mut self) -> Result<Outcome<Hibernate<u32>>, std::fmt::Error> {
        Ok(Outcome::reply(Hibernate(1)))
    }

    #[cast]
    fn forget(&mut self) -> Hibernate<Hibernate> {
        Hibernate(Hibernate(()))
    }
}

fn main() {}
