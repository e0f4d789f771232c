use dormouse::prelude::*;

#[supervisor(strategy = simple_one_for_one)]
struct Pool<C: dormouse::Child + Default + Clone + Sync> {
    start: C,
    #[child(start = || C::default())]
    one: C,
}

#[supervisor]
#[derive(Clone)]
struct App {
    #[child(start = Pool { start: App {} })]
    pool: Pool<App>,
}

fn main() {}
