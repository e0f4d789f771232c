use dormouse::prelude::*;

type Asleep = Hibernate;

#[actor]
struct Session;

#[actor]
impl Session {
    #[cast]
    fn put(&mut self) -> Asleep {
        Hibernate(())
    }
}

fn main() {}
