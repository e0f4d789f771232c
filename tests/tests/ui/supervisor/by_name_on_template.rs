//! OTP answers `{error, simple_one_for_one}`; here these do not exist.

use dormouse::prelude::*;

#[actor]
struct Session;

#[actor]
impl Session {}

#[supervisor(strategy = simple_one_for_one)]
struct Sessions {
    #[child(start = || Session)]
    session: Session,
}

async fn administer(sessions: SessionsRef) {
    let _ = sessions.supervisor().restart_child("session").await;
    let _ = sessions.supervisor().delete_child("session").await;
}

fn main() {}
