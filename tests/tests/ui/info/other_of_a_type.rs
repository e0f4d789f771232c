use dormouse::prelude::*;

#[actor]
struct Board;

#[actor]
impl Board {
    #[info(other)]
    fn other(&mut self, _info: String) -> Hibernate {
        Hibernate(())
    }
}

fn main() {}
