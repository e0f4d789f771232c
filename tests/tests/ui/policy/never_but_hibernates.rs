use dormouse::prelude::*;

#[actor(hibernate = never)]
struct Session;

#[actor]
impl Session {
    #[call]
    fn get(&self) -> Hibernate<u32> {
        Hibernate(1)
    }
}

fn main() {}
