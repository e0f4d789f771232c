//! Sessions that are killed while clients use them, to see whether anybody else suffers.

use std::time::Duration;

use dormouse::prelude::*;
use uuid::Uuid;

use super::app::{AppRef, SessionsRef};

/// How often each saboteur strikes.
const PERIOD: Duration = Duration::from_secs(1);

/// More would kill sessions faster than their supervisor takes it for normal.
pub const MAX: usize = 8;

/// Those who kill, if there shall be any.
///
/// It does not sleep: an experiment begins when it is asked for, and waking up would be part of what is measured.
#[supervisor(strategy = simple_one_for_one, intensity = 10, period = "60s", auto_hibernation = false)]
#[derive(Debug)]
pub struct Chaos {
    /// Whom they kill.
    pub sessions: SessionsRef,
    #[child(start = || Saboteur::new(sessions.clone()), restart = transient)]
    saboteur: Saboteur,
}

/// Kills a session every second, whichever it meets.
#[actor]
#[derive(Debug)]
pub struct Saboteur {
    sessions: SessionsRef,
    killed: u64,
}

impl Saboteur {
    /// One for these sessions.
    #[must_use]
    pub fn new(sessions: SessionsRef) -> Self {
        Self {
            sessions,
            killed: 0,
        }
    }
}

#[actor]
impl Saboteur {
    #[every(PERIOD)]
    fn strike(&mut self) {
        let sessions = self.sessions.supervisor().which_children();
        let any = Uuid::new_v4().as_u128() as usize;
        if let Some(session) = sessions.get(any % sessions.len().max(1)) {
            drop(session.handle().kill());
            self.killed += 1;
        }
    }

    /// How many it has killed.
    #[call]
    pub fn killed(&self) -> u64 {
        self.killed
    }
}

/// Starts as many saboteurs.
///
/// # Errors
///
/// Fails when one does not start.
pub async fn unleash(app: &AppRef, saboteurs: usize) -> Result<(), StartError> {
    for _ in 0..saboteurs {
        app.chaos().start_child().await?;
    }
    Ok(())
}
