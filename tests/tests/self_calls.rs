//! Handlers that would wait for themselves: alone, in a cycle, and those that only seem to.

use std::time::Duration;

use dormouse::prelude::*;
use tokio::task::yield_now;

const SECOND: Duration = Duration::from_secs(1);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum How {
    Plain,
    Join,
    Select,
    Timeout,
    Request,
    Task,
    Deferred,
}

/// Calls itself in many ways.
#[actor]
struct Narcissus;

#[actor]
impl Narcissus {
    #[call]
    fn look(&self) -> u32 {
        7
    }

    #[call]
    fn look_later(&self, reply: ReplyTo<u32>) {
        reply.send(8);
    }

    #[call]
    async fn call(&mut self, how: How, context: Context<Self>) -> Result<u32, CallError> {
        let me = context.handle();
        match how {
            How::Plain => me.look().await,
            How::Join => tokio::join!(me.look(), yield_now()).0,
            How::Select => tokio::select! {
                looked = me.look() => looked,
                () = tokio::time::sleep(SECOND) => Ok(0),
            },
            How::Timeout => me.look().timeout(SECOND).await,
            How::Request => me.look().send().await,
            How::Task => {
                tokio::spawn(async move { me.look().await });
                Ok(1)
            }
            How::Deferred => me.look_later().await,
        }
    }

    /// What the task that it spawns gets, after the handler is over.
    #[call]
    async fn through_a_task(&mut self, reply: ReplyTo<u32>, context: Context<Self>) {
        let me = context.handle();
        tokio::spawn(async move { reply.send(me.look().await.unwrap_or(0)) });
        yield_now().await;
    }
}

#[tokio::test(start_paused = true)]
async fn c164_a_call_of_an_actor_to_itself_is_an_error_at_once() {
    let actor = Narcissus.spawn().unwrap();
    for how in [
        How::Plain,
        How::Join,
        How::Select,
        How::Timeout,
        How::Request,
        How::Deferred,
    ] {
        let begun = tokio::time::Instant::now();
        let error = actor.call(how).await.unwrap_err();
        let CallError::Reply(CallError::CallingSelf(own)) = &error else {
            panic!("{how:?}: {error}");
        };
        let handler = if how == How::Deferred {
            "look_later"
        } else {
            "look"
        };
        assert_eq!((own.path(), own.handler()), ("Narcissus", handler));
        assert_eq!(
            own.to_string(),
            format!(
                "`{handler}` of actor `Narcissus` was called by the actor itself, which would wait for its own handler to end"
            ),
        );
        assert_eq!(begun.elapsed(), Duration::ZERO, "{how:?}");
        assert_eq!(actor.look().await.unwrap(), 7, "the actor is well");
    }
    assert_eq!(actor.actor().generation(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_task_that_the_handler_spawned_may_call_its_actor() {
    let actor = Narcissus.spawn().unwrap();
    assert_eq!(actor.call(How::Task).await.unwrap(), 1);
    assert_eq!(actor.through_a_task().await.unwrap(), 7);
}

/// One of a ring.
#[actor]
#[derive(Default)]
struct Node {
    next: Option<NodeRef>,
}

#[actor]
impl Node {
    #[call]
    fn point(&mut self, next: Option<NodeRef>) {
        self.next = next;
    }

    #[call]
    fn mark(&self) -> u32 {
        7
    }

    /// Asks round the ring.
    #[call]
    async fn ask(&mut self, times: u32) -> Result<u32, String> {
        match self.next.clone() {
            Some(next) if times > 0 => match next.ask(times - 1).await {
                Ok(sum) => Ok(sum + 1),
                Err(CallError::Reply(text)) => Err(text),
                Err(error) => Err(error.to_string()),
            },
            _ => Ok(0),
        }
    }

    /// Waits, and then for the mark of the next.
    #[call]
    async fn mark_of_next(&mut self, after: Duration) -> Result<u32, CallError> {
        tokio::time::sleep(after).await;
        match self.next.clone() {
            Some(next) => next.mark().await,
            None => Ok(0),
        }
    }

    /// Gives the call of the next up after a time, and works on.
    #[call]
    async fn impatient(&mut self, patience: Duration, work: Duration) -> u32 {
        let Some(next) = self.next.clone() else {
            return 0;
        };
        let got = next.mark().timeout(patience).await;
        tokio::time::sleep(work).await;
        u32::from(got.is_err())
    }

    /// The same by other means: the call is dropped after the time.
    #[call]
    async fn selective(&mut self, patience: Duration, work: Duration) -> u32 {
        let Some(next) = self.next.clone() else {
            return 0;
        };
        let got = tokio::time::timeout(patience, next.mark()).await;
        tokio::time::sleep(work).await;
        u32::from(got.is_err())
    }
}

/// A ring of nodes, and how its paths read.
async fn ring(count: usize) -> Vec<NodeRef> {
    let nodes: Vec<NodeRef> = (0..count)
        .map(|_| Node::default().spawn().unwrap())
        .collect();
    for (place, node) in nodes.iter().enumerate() {
        let next = nodes[(place + 1) % count].clone();
        node.point(Some(next)).await.unwrap();
    }
    nodes
}

async fn open(nodes: &[NodeRef]) {
    for node in nodes {
        node.point(None).await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn c164_a_cycle_of_calls_is_an_error_of_one_of_them() {
    for count in 2..20 {
        let nodes = ring(count).await;
        let error = nodes[0].ask(u32::MAX).await.unwrap_err().into_reply();
        let text = error.expect("the handler's own error");
        let path = vec!["Node"; count + 1].join(" -> ");
        assert!(
            text.starts_with(&format!("a cycle of calls: {path}")),
            "{text}"
        );
        // All are well, and the way is free again.
        let turn = u32::try_from(count).unwrap() - 1;
        assert_eq!(nodes[0].ask(turn).await.unwrap(), turn);
        open(&nodes).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_cycle_of_two_that_began_apart_is_found_by_the_second() {
    let nodes = ring(2).await;
    // Neither runs inside the other: both wait first.
    let (one, other) = tokio::join!(
        nodes[0].mark_of_next(SECOND),
        nodes[1].mark_of_next(2 * SECOND),
    );
    assert_eq!(one.unwrap(), 7, "the first waits until the other is over");
    let CallError::Reply(CallError::Cycle(cycle)) = other.unwrap_err() else {
        panic!("a cycle was not found");
    };
    assert_eq!(cycle.paths().count(), 3);
    assert_eq!(cycle.handler(), "mark");
    assert_eq!(
        cycle.to_string(),
        "a cycle of calls: Node -> Node -> Node, where `mark` was called last"
    );
    open(&nodes).await;
}

#[tokio::test(start_paused = true)]
async fn a_call_with_a_timeout_is_no_part_of_a_cycle() {
    let nodes = ring(2).await;
    let (one, other) = tokio::join!(
        nodes[0].mark_of_next(SECOND),
        nodes[1].impatient(3 * SECOND, SECOND),
    );
    // The first held the second up until that lost its patience.
    assert_eq!((one.unwrap(), other.unwrap()), (7, 1));
    open(&nodes).await;
}

#[tokio::test(start_paused = true)]
async fn a_call_that_was_dropped_is_no_part_of_a_cycle() {
    let nodes = ring(2).await;
    let (one, other) = tokio::join!(
        nodes[0].mark_of_next(2 * SECOND),
        nodes[1].selective(SECOND, 3 * SECOND),
    );
    assert_eq!((one.unwrap(), other.unwrap()), (7, 1));
    open(&nodes).await;
}

/// Calls back whoever asked it, once it has answered.
#[actor]
#[derive(Default)]
struct Echo {
    peer: Option<AskerRef>,
    heard: Vec<u32>,
}

#[actor]
impl Echo {
    #[call]
    async fn say(&mut self, number: u32) -> u32 {
        tokio::time::sleep(SECOND).await;
        number
    }

    /// Handled right behind the answer, before the asker has seen it.
    #[cast]
    async fn call_back(&mut self, peer: AskerRef) {
        self.heard.push(peer.name().await.unwrap_or(0));
    }

    #[call]
    fn heard(&self) -> Vec<u32> {
        self.heard.clone()
    }
}

#[actor]
struct Asker {
    echoes: Vec<EchoRef>,
}

#[actor]
impl Asker {
    #[call]
    fn name(&self) -> u32 {
        9
    }

    #[call]
    async fn ask(&mut self) -> Result<u32, CallError> {
        self.echoes[0].say(1).await
    }

    /// Asks all at once.
    #[call]
    async fn ask_both(&mut self) -> Result<u32, CallError> {
        let (one, other) = tokio::join!(self.echoes[0].say(1), self.echoes[1].say(2));
        Ok(one? + other?)
    }

    /// Asks the same one twice at once.
    #[call]
    async fn ask_twice(&mut self) -> Result<u32, CallError> {
        let (one, other) = tokio::join!(self.echoes[0].say(1), self.echoes[0].say(2));
        Ok(one? + other?)
    }
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_was_sent_is_no_wait_any_more() {
    let echo = Echo::default().spawn().unwrap();
    let asker = Asker {
        echoes: vec![echo.clone()],
    };
    let asker = asker.spawn().unwrap();
    for _ in 0..20 {
        let asked = asker.ask().send();
        yield_now().await;
        // Behind the question in the same queue: run in one go with its answer.
        echo.call_back(asker.clone()).unwrap();
        assert_eq!(asked.await.unwrap(), 1);
    }
    assert_eq!(echo.heard().await.unwrap(), [9; 20]);
}

#[tokio::test(start_paused = true)]
async fn calls_at_once_are_no_cycle() {
    let echoes = vec![
        Echo::default().spawn().unwrap(),
        Echo::default().spawn().unwrap(),
    ];
    let asker = Asker { echoes }.spawn().unwrap();
    assert_eq!(asker.ask_both().await.unwrap(), 3);
    assert_eq!(asker.ask_twice().await.unwrap(), 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cycles_on_real_threads_are_all_found_and_nobody_hangs() {
    let nodes = ring(3).await;
    let mut asking = Vec::new();
    for start in 0..300 {
        let node = nodes[start % 3].clone();
        asking.push(tokio::spawn(async move {
            node.ask(2 + u32::try_from(start).unwrap() % 4).await
        }));
    }
    let mut answered = 0;
    for asked in asking {
        match asked.await.unwrap() {
            Ok(_) => answered += 1,
            Err(CallError::Reply(text)) => assert!(text.contains("cycle of calls"), "{text}"),
            Err(other) => panic!("{other}"),
        }
    }
    assert!(answered > 0);
    for node in &nodes {
        assert_eq!(node.mark().await.unwrap(), 7);
    }
    open(&nodes).await;
}
