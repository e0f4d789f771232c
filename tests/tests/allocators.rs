//! Pages of sleepers go back to the system by themselves, under each allocator that the manual names.
//!
//! Under the system's own, unless there is `--features mimalloc`, or jemalloc takes its place before the program
//! starts: `LD_PRELOAD=libjemalloc.so.2 DORMOUSE_ALLOCATOR=jemalloc`.
#![cfg(all(target_os = "linux", target_env = "gnu", not(dormouse_sanitizer)))]

use std::ffi::{CStr, c_char, c_int, c_void};
use std::ptr::null_mut;
use std::time::{Duration, Instant};
use std::{env, fs};

use dormouse::Status;
use dormouse::prelude::*;
use tokio::time::sleep;

#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What `mallctl` of jemalloc is.
type Mallctl = unsafe extern "C" fn(
    name: *const c_char,
    old: *mut c_void,
    old_len: *mut usize,
    new: *mut c_void,
    new_len: usize,
) -> c_int;

/// A function of the allocator that is in place.
#[allow(unsafe_code, reason = "the system's linker")]
fn function(name: &CStr) -> Option<*mut c_void> {
    // SAFETY: the name ends with a zero.
    let found = unsafe { libc::dlsym(libc::RTLD_DEFAULT, name.as_ptr()) };
    (!found.is_null()).then_some(found)
}

/// As the manual of `set_reclaimer` has it for the allocator. Gives its name.
#[allow(unsafe_code, reason = "the allocators' own interfaces")]
fn release_pages_as_the_manual_says() -> &'static str {
    if cfg!(feature = "mimalloc") {
        #[cfg(feature = "mimalloc")]
        dormouse::set_reclaimer(|| {
            // SAFETY: may be called at any time, from any thread.
            unsafe { libmimalloc_sys::mi_collect(true) };
        });
        return "mimalloc";
    }
    if let Some(mallctl) = function(c"mallctl") {
        // SAFETY: its type, as the manual of jemalloc has it.
        let mallctl: Mallctl = unsafe { std::mem::transmute(mallctl) };
        dormouse::set_reclaimer(move || {
            let all = c"arena.4096.purge".as_ptr();
            // SAFETY: the name ends with a zero; nothing is read and nothing is written.
            let error = unsafe { mallctl(all, null_mut(), null_mut(), null_mut(), 0) };
            assert_eq!(error, 0, "jemalloc does not know the name");
        });
        return "jemalloc";
    }
    "glibc"
}

#[actor]
#[derive(Default)]
struct Session {
    turns: Vec<String>,
    work: Scratch<Vec<u8>>,
}

#[actor]
impl Session {
    #[call]
    fn say(&mut self, number: usize) {
        self.turns.push(format!("{number:0>200}"));
        self.work.resize(10_000, 1);
    }

    #[call]
    fn rest(&mut self) -> Hibernate {
        self.turns.drain(..18);
        Hibernate(())
    }

    #[call]
    fn turns(&self) -> usize {
        self.turns.len()
    }
}

/// Resident bytes of this process.
fn resident() -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<usize>().ok());
    kilobytes.expect("the system tells") * 1024
}

#[tokio::test]
async fn pages_go_back_by_themselves_when_all_sleep() {
    const SESSIONS: usize = 5_000;
    let allocator = release_pages_as_the_manual_says();
    let expected = env::var("DORMOUSE_ALLOCATOR");
    assert_eq!(allocator, expected.as_deref().unwrap_or("glibc"));
    let mut sessions = Vec::new();
    let before = resident();
    for _ in 0..SESSIONS {
        sessions.push(Session::default().spawn().unwrap());
    }
    for number in 0..20 {
        for session in &sessions {
            session.say(number).await.unwrap();
        }
    }
    let peak = resident() - before;
    assert!(peak > SESSIONS * 14_000, "{peak}");
    for session in &sessions {
        session.rest().await.unwrap();
    }
    assert!(
        sessions
            .iter()
            .all(|session| session.actor().status() == Status::Hibernated)
    );
    // The runtime takes its time, on a thread of its own; the system's clock runs, for it goes by that.
    let deadline = Instant::now() + Duration::from_secs(120);
    let left = loop {
        let left = resident().saturating_sub(before);
        if left * 4 < peak || Instant::now() > deadline {
            break left;
        }
        sleep(Duration::from_millis(50)).await;
    };
    println!("{allocator}: {left} of {peak} bytes are left");
    assert!(left * 4 < peak, "{left} of {peak} bytes are left");
    assert_eq!(sessions[7].turns().await.unwrap(), 2);
}
