use dormouse::prelude::*;

struct Ticket(u32);

#[actor]
struct Desk;

#[actor]
impl Desk {
    #[info(on_crash = Self::bury)]
    fn sell(&mut self, ticket: Ticket) {
        drop(ticket);
    }
}

impl Desk {
    fn bury(_exit: &dormouse::Exit, _ticket: Ticket) {}
}

fn main() {}
