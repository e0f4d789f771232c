use dormouse::prelude::*;

type Answer = Result<u32, String>;

#[actor(hibernate = may)]
struct Session;

#[actor]
impl Session {
    #[call]
    fn get(&self) -> Hibernate<Answer> {
        Hibernate(Ok(1))
    }
}

fn main() {}
