use dormouse::prelude::*;

#[actor]
struct Desk;

#[actor]
impl Desk {
    #[cast(on_crash = |exit, ticket| drop(ticket))]
    fn sell(&mut self, ticket: u32) {
        let _ = ticket;
    }

    #[cast(on_crash)]
    fn sell_later(&mut self, ticket: u32) {
        let _ = ticket;
    }
}

fn main() {}
