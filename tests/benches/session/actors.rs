//! A session, as a server of model contexts might keep it.

use dormouse::prelude::*;

use crate::history::History;

#[actor]
pub(crate) struct Session {
    user: String,
    history: History,
}

impl Session {
    fn open(user: u32) -> Self {
        Self {
            user: format!("user {user}"),
            history: History::default(),
        }
    }
}

#[actor]
impl Session {
    #[call]
    pub(crate) fn say(&mut self, text: String) -> usize {
        self.history.add(text)
    }

    /// Cuts the history down, and stays awake.
    #[call]
    pub(crate) fn cut(&mut self, newest: usize) -> usize {
        self.history.cut(newest)
    }

    /// Cuts the history down, and sleeps.
    #[call]
    pub(crate) fn cut_and_sleep(&mut self, newest: usize) -> Hibernate<usize> {
        Hibernate(self.history.cut(newest))
    }

    #[call]
    pub(crate) fn user(&self) -> String {
        self.user.clone()
    }
}

#[supervisor(strategy = simple_one_for_one)]
pub(crate) struct Sessions {
    #[child(start = |user: u32| Session::open(user), restart = transient)]
    session: Session,
}
