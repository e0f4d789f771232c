use dormouse::prelude::*;

struct Ticket(u32);

#[actor]
struct Desk;

#[actor]
impl Desk {
    #[cast(on_crash = Self::bury)]
    fn sell(&mut self, ticket: Ticket, _price: u32) {
        drop(ticket);
    }
}

impl Desk {
    fn bury(_exit: &dormouse::Exit, _ticket: Ticket, _price: u32) {}
}

fn main() {}
