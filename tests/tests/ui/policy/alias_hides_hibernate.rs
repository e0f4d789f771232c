use dormouse::prelude::*;

type Asleep = Hibernate<u32>;

#[actor]
struct Session;

#[actor]
impl Session {
    #[call]
    fn get(&self) -> Asleep {
        Hibernate(1)
    }
}

fn main() {}
