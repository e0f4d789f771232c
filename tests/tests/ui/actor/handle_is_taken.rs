mod a_struct {
    use dormouse::prelude::*;

    /// What others know of a session.
    struct SessionRef {
        id: u32,
    }

    #[actor]
    struct Session {
        id: u32,
    }

    #[actor]
    impl Session {
        #[call]
        fn reference(&self) -> SessionRef {
            SessionRef { id: self.id }
        }
    }

    async fn used() -> anyhow::Result<u32> {
        let session = Session { id: 1 }.spawn()?;
        Ok(session.reference().await?.id)
    }
}

mod an_import {
    use super::others::{PoolRef, Worker, WorkerRef as Other};
    use dormouse::prelude::*;

    #[supervisor(strategy = simple_one_for_one)]
    struct Pool {
        #[child(start = |n: u32| Worker(n))]
        worker: Worker,
    }

    fn used(_: &PoolRef, _: &Other) {}
}

mod of_an_interface {
    use dormouse::prelude::*;

    type ToolRef = u32;

    #[interface]
    trait Tool {
        #[call]
        fn run(&self) -> ToolRef;
    }

    #[actor]
    struct Hammer;

    #[actor]
    impl Hammer {
        #[call(interface = Tool)]
        fn run(&self) -> ToolRef {
            1
        }
    }
}

mod others {
    use dormouse::prelude::*;

    pub struct PoolRef;

    #[actor]
    pub struct Worker(pub u32);

    #[actor]
    impl Worker {}
}

fn main() {}
