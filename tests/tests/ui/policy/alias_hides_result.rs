use dormouse::prelude::*;

type Answer = Result<u32, String>;

#[actor]
struct Session;

#[actor]
impl Session {
    #[call]
    fn get(&self) -> Hibernate<Answer> {
        Hibernate(Ok(1))
    }
}

fn main() {}
