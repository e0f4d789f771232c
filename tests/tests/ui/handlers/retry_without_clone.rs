use dormouse::prelude::*;

struct Ticket(u32);

#[actor]
struct Desk;

#[actor]
impl Desk {
    #[call(retry = 2)]
    fn sell(&self, ticket: Ticket, price: u32) -> u32 {
        ticket.0 + price
    }

    #[call(retry = 1)]
    async fn sell_later(&mut self, ticket: Ticket) -> u32 {
        ticket.0
    }
}

fn main() {}
