use dormouse::prelude::*;

type Asleep = Hibernate;

#[actor(hibernate = may)]
struct Session;

#[actor]
impl Session {
    #[cast]
    fn put(&mut self) -> Asleep {
        Hibernate(())
    }
}

fn main() {}
