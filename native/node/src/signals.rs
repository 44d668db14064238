use std::sync::atomic::{AtomicU32, Ordering};

use napi_derive::napi;

/// Ms since the signal in which a thread of this process waited for a processor that others had.
static STARVED_MS: AtomicU32 = AtomicU32::new(0);

/// Ends the process `graceMs` after SIGINT or SIGTERM with exit code 128 + signal, whatever its main thread is busy
/// with, and says `message` on stderr. Handlers that were there before are called first: they have so long to end it in
/// order. Where other programs keep it from the processors, it has longer, as far as the system tells. Without effect
/// where there are no such signals. Throws when the system allows no handler.
#[napi]
pub fn end_after_signal(grace_ms: u32, message: String) -> napi::Result<()> {
    watch(grace_ms, message).map_err(|error| napi::Error::from_reason(error.to_string()))
}

/// Ms that were added to `graceMs` of `endAfterSignal` so far, because other programs had the processors.
#[napi]
pub fn starved_ms() -> u32 {
    STARVED_MS.load(Ordering::Relaxed)
}

/// Ends the process without waiting for work that its other threads do. Returns where there are no signals.
#[napi]
pub fn exit_at_once(code: i32) {
    #[cfg(unix)]
    signal_hook::low_level::exit(code);
    #[cfg(not(unix))]
    let _ = code;
}

#[cfg(unix)]
fn watch(grace_ms: u32, message: String) -> std::io::Result<()> {
    use signal_hook::consts::{SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;

    let mut signals = Signals::new([SIGINT, SIGTERM])?;
    std::thread::Builder::new().name("end after signal".into()).spawn(move || {
        if let Some(signal) = signals.forever().next() {
            grace::pass(grace_ms);
            say(message);
            signal_hook::low_level::exit(128 + signal);
        }
    })?;
    Ok(())
}

#[cfg(not(unix))]
fn watch(_grace_ms: u32, _message: String) -> std::io::Result<()> {
    Ok(())
}

/// Writes to stderr, unless nobody reads there.
#[cfg(unix)]
fn say(message: String) {
    use std::io::Write;

    let (done, is_done) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let _ = std::io::stderr().write_all(message.as_bytes());
        let _ = done.send(());
    });
    let _ = is_done.recv_timeout(std::time::Duration::from_millis(20));
}

#[cfg(unix)]
mod grace {
    use std::collections::HashMap;
    use std::ffi::OsString;
    use std::sync::atomic::Ordering;
    use std::time::{Duration, Instant};

    /// How often is looked how far the process has got.
    const SLICE: Duration = Duration::from_millis(10);
    /// However little it gets of the processors, it has no longer than this.
    const MAX: Duration = Duration::from_secs(2);

    /// Returns when the process has had so long for itself: each of its threads was at rest or ran.
    pub fn pass(grace_ms: u32) {
        let start = Instant::now();
        let grace = Duration::from_millis(grace_ms.into());
        let mut threads = Threads::default();
        let mut slices = Duration::ZERO;
        while slices < MAX {
            let had = threads.had(slices);
            if had >= grace {
                return;
            }
            let starved_ms = start.elapsed().saturating_sub(had).as_millis();
            super::STARVED_MS.store(u32::try_from(starved_ms).unwrap_or(u32::MAX), Ordering::Relaxed);
            std::thread::sleep(SLICE);
            slices += SLICE;
        }
    }

    #[derive(Default)]
    struct Thread {
        /// How long it has run since it began.
        ran: Duration,
        /// How long it was at rest or ran since the signal.
        had: Duration,
    }

    /// The threads of this process, as Linux tells of them; elsewhere none.
    #[derive(Default)]
    struct Threads(HashMap<OsString, Thread>);

    impl Threads {
        /// How long the thread that had least was at rest or ran, of all slices so far.
        fn had(&mut self, slices: Duration) -> Duration {
            let Ok(entries) = std::fs::read_dir("/proc/self/task") else { return slices };
            // The one that looks runs whenever it looks.
            let own = std::fs::read_link("/proc/thread-self").unwrap_or_default();
            let mut threads = HashMap::new();
            for entry in entries.flatten() {
                let (name, path) = (entry.file_name(), entry.path());
                if own.file_name() == Some(&name) {
                    continue;
                }
                let tell = |file| std::fs::read_to_string(path.join(file)).unwrap_or_default();
                let Some(ran) = tell("schedstat").split(' ').next().and_then(|ns| ns.parse().ok()) else {
                    continue;
                };
                let ran = Duration::from_nanos(ran);
                // The name of the program, which may hold anything, stands between parentheses.
                let can_run = tell("stat").rsplit(')').next().is_some_and(|rest| rest.starts_with(" R"));
                let had = match self.0.get(&name) {
                    None => slices,
                    Some(before) if can_run => before.had + ran.saturating_sub(before.ran).min(SLICE),
                    Some(before) => before.had + SLICE,
                };
                threads.insert(name, Thread { ran, had });
            }
            self.0 = threads;
            self.0.values().map(|thread| thread.had).min().unwrap_or(slices)
        }
    }
}
