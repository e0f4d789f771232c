//! A model context between two prompts: a little that it keeps, and 50 KB that it only needs while it works.

use dormouse::prelude::*;

use crate::common::Failure;

/// What the work of a prompt takes.
pub(crate) const WORK: usize = 48 * 1024;

/// The texts that are kept; each has 100 bytes.
const KEPT: usize = 10;

#[actor]
pub(crate) struct Context {
    user: String,
    turns: Vec<String>,
    work: Scratch<Vec<u8>>,
}

impl Context {
    fn open(user: u32) -> Self {
        Self {
            user: format!("user {user}"),
            turns: Vec::new(),
            work: Scratch::default(),
        }
    }

    fn answer(&mut self, text: String) -> usize {
        self.work.clear();
        self.work.resize(WORK, text.len() as u8);
        self.turns.push(text);
        if self.turns.len() > KEPT {
            self.turns.remove(0);
        }
        self.turns.len()
    }
}

#[actor]
impl Context {
    /// Works, and stays awake.
    #[call]
    pub(crate) fn prompt(&mut self, text: String) -> usize {
        self.answer(text)
    }

    /// Works, and sleeps.
    #[call]
    pub(crate) fn prompt_and_sleep(&mut self, text: String) -> Hibernate<usize> {
        Hibernate(self.answer(text))
    }

    /// Says something that needs none of the work.
    #[call]
    pub(crate) fn turns(&self) -> usize {
        self.turns.len()
    }

    #[call]
    pub(crate) fn sleep(&self) -> Hibernate<usize> {
        Hibernate(self.user.len())
    }
}

#[supervisor(strategy = simple_one_for_one)]
pub(crate) struct Contexts {
    #[child(start = |user: u32| Context::open(user), restart = transient)]
    context: Context,
}

pub(crate) fn text(number: u32) -> String {
    format!("{number:0>100}")
}

/// Contexts that have each answered `KEPT` prompts and one more, in turn with all others.
pub(crate) async fn open(
    count: u32,
    sleeping: bool,
) -> Result<(ContextsRef, Vec<ContextRef>), Failure> {
    let tree = Contexts {}.start().await?;
    let mut contexts = Vec::with_capacity(count as usize);
    for user in 0..count {
        contexts.push(tree.start_child(user).await?);
    }
    for number in 0..=KEPT as u32 {
        for context in &contexts {
            if sleeping {
                context.prompt_and_sleep(text(number)).await?;
            } else {
                context.prompt(text(number)).await?;
            }
        }
    }
    Ok((tree, contexts))
}
