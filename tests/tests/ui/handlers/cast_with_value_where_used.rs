use dormouse::prelude::*;

#[actor]
struct Counter {
    count: u32,
}

#[actor]
impl Counter {
    #[cast]
    fn add(&mut self, more: u32) -> u32 {
        self.count += more;
        self.count
    }

    #[cast]
    fn set(&mut self, count: u32) -> Outcome<Result<(), String>> {
        self.count = count;
        Outcome::reply(Ok(()))
    }
}

async fn used(counter: CounterRef) -> anyhow::Result<()> {
    counter.add(1)?;
    counter.set(2)?;
    Ok(())
}

fn main() {}
