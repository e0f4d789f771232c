use dormouse::prelude::*;

#[actor]
struct Session;

#[actor]
impl Session {
    #[call]
    fn first(&mut self) -> Option<Hibernate<u8>> {
        Some(Hibernate(1))
    }

    #[call]
    async fn second(&mut self) -> Result<Option<Outcome<u8>>, String> {
        Ok(Some(Outcome::reply(1)))
    }
}

fn main() {}
