use dormouse::prelude::*;
use std::fmt::Debug;
use std::marker::PhantomData;

#[actor]
struct Worker<T: Ord + Send + 'static> {
    jobs: Vec<T>,
}

#[actor]
impl<T: Ord + Send + 'static> Worker<T> {
    #[call]
    fn len(&self) -> usize {
        self.jobs.len()
    }
}

#[actor]
struct Printer<T> {
    printed: Vec<T>,
}

#[actor]
impl<P: Debug + Send + 'static> Printer<P> {
    #[call]
    fn print(&mut self, page: P) -> String {
        format!("{page:?}")
    }
}

#[supervisor(strategy = simple_one_for_one)]
struct Workers<T: Clone + Send> {
    of: PhantomData<fn() -> T>,
    #[child(start = |job: T| Worker { jobs: vec![job] })]
    worker: Worker<T>,
}

#[supervisor]
struct Printers<T: Send + 'static> {
    of: PhantomData<fn() -> T>,
    #[child(start = Printer { printed: Vec::new() })]
    first: Printer<T>,
    #[child(start = Printer { printed: Vec::new() })]
    second: Printer<T>,
}

#[supervisor]
struct App<T: Clone + Send + 'static> {
    of: PhantomData<fn() -> T>,
    #[child(start = Workers { of: PhantomData })]
    workers: Workers<T>,
    #[child(start = Printers { of: PhantomData })]
    printers: Printers<T>,
}

trait Page: Clone + Debug + Ord + Send + 'static {}

#[supervisor]
struct Sound<T>
where
    T: Page,
{
    of: PhantomData<fn() -> T>,
    #[child(start = Worker { jobs: Vec::new() })]
    worker: Worker<T>,
    #[child(start = Printer { printed: Vec::new() })]
    printer: Printer<T>,
}

async fn used(app: AppRef<u32>) -> anyhow::Result<()> {
    app.workers().start_child(1).await?.len().await?;
    app.printers().first().print(1).await?;
    Ok(())
}

fn main() {}
