//! What the operating system gets back, under the allocator that is built in.
#![cfg(all(target_os = "linux", target_env = "gnu"))]

use std::collections::HashMap;
use std::fs;

use dormouse::{Compact, Compaction};

#[derive(Compact)]
struct Entry {
    text: String,
}

#[derive(Compact, Default)]
struct Session {
    log: Vec<Entry>,
    notes: HashMap<u64, String>,
    user: String,
}

/// Resident bytes of this process.
fn resident() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
    kilobytes.unwrap_or(0) * 1024
}

/// The workload of the goals: 50 messages of 200 bytes each, spread over all sessions in turn, then cut down to 2.
#[test]
fn pages_of_sleeping_sessions_go_back() {
    const SESSIONS: usize = 5_000;
    let before = resident();
    let mut sessions: Vec<Session> = (0..SESSIONS).map(|_| Session::default()).collect();
    for number in 0..50 {
        for session in &mut sessions {
            session.user = "ada".to_owned();
            session.log.push(Entry {
                text: "x".repeat(200),
            });
            session
                .notes
                .insert(number, format!("note {number} of a session"));
        }
    }
    let peak = resident();
    for session in &mut sessions {
        session.log.drain(..48);
        session.notes.retain(|number, _| *number >= 48);
    }
    for session in &mut sessions {
        Compaction::run(session);
    }
    dormouse::reclaim();
    let left = resident();
    let grown = peak - before;
    let returned = peak.saturating_sub(left);
    println!(
        "{returned} of {grown} bytes returned, {} %",
        returned * 100 / grown
    );
    assert!(grown > 60 << 20, "{grown}");
    assert!(returned * 100 >= grown * 75, "{returned} of {grown}");
    assert!(sessions.iter().all(|session| session.log.len() == 2));
    assert!(
        sessions
            .iter()
            .all(|session| session.log[1].text.len() == 200)
    );
}
