mod two_actors {
    use dormouse::prelude::*;

    #[actor]
    struct Store {
        count: u32,
    }

    #[actor]
    impl Store {
        #[call]
        fn count(&self) -> u32 {
            self.count
        }
    }

    #[actor]
    struct Store {
        names: Vec<String>,
    }

    #[actor]
    impl Store {
        #[call]
        fn names(&self) -> Vec<String> {
            self.names.clone()
        }
    }

    async fn used(store: &StoreRef) -> anyhow::Result<u32> {
        Ok(store.count().await?)
    }
}

mod an_actor_and_a_supervisor {
    use dormouse::prelude::*;

    #[actor]
    #[derive(Default)]
    struct Session {
        turns: u32,
    }

    #[actor]
    impl Session {}

    #[supervisor]
    struct Pool {
        #[child]
        session: Session,
    }

    #[supervisor(strategy = one_for_all)]
    struct Pool {
        #[child]
        first: Session,
        #[child]
        second: Session,
    }

    #[supervisor]
    struct Session {
        #[child]
        pool: Pool,
    }
}

mod an_actor_and_an_interface {
    use dormouse::prelude::*;

    #[actor]
    struct Tool;

    #[actor]
    impl Tool {
        #[call]
        fn run(&self) -> u32 {
            1
        }
    }

    #[interface]
    trait Tool {
        #[call]
        fn run(&self) -> u32;
    }
}

mod an_actor_and_another_type {
    use dormouse::prelude::*;

    #[actor]
    struct Event {
        count: u32,
    }

    #[actor]
    impl Event {
        #[call]
        fn count(&self) -> u32 {
            self.count
        }
    }

    enum Event {
        Begins,
        Ends,
    }
}

fn main() {}
