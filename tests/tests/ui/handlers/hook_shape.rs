use dormouse::prelude::*;

#[actor]
struct Desk;

#[actor]
impl Desk {
    #[on_hibernate]
    fn shed(self) {}

    #[on_wake]
    fn refill() {}
}

#[actor]
struct Chair;

#[actor]
impl Chair {
    #[on_hibernate]
    async fn shed(&mut self) -> bool {
        true
    }

    #[on_wake]
    async fn refill<T>(&mut self, many: u32) -> Result<(), T> {
        let _ = many;
        Ok(())
    }
}

#[actor]
struct Table;

#[actor]
impl Table {
    #[on_hibernate]
    fn shed(&mut self) {}

    #[on_hibernate]
    fn shed_again(&mut self) {}

    #[on_wake(soon)]
    fn refill(&mut self, one: &Context<Self>, other: &Context<Self>) {
        let _ = (one, other);
    }
}

#[actor]
struct Shelf;

#[actor]
impl Shelf {
    #[cfg(unix)]
    #[on_wake]
    fn refill(&mut self) {}

    #[on_hibernate]
    #[on_wake]
    fn both(&mut self) {}
}

struct Alone;

impl Alone {
    #[on_hibernate]
    fn shed(&mut self) {}

    #[on_wake]
    fn refill(&mut self) {}
}

fn main() {}
