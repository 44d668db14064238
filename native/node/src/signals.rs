use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use napi_derive::napi;

/// Milliseconds since the signal in which a thread of this process waited for a processor.
static STARVED_MS: AtomicU32 = AtomicU32::new(0);
/// When that was last measured.
static LOOKED: Mutex<Option<Instant>> = Mutex::new(None);
/// How often it is measured.
const SLICE: Duration = Duration::from_millis(10);

/// Ends the process `graceMs` after SIGINT or SIGTERM with exit code 128 + signal, whatever its main thread is busy
/// with, and says `message` on stderr. Handlers that were there before are called first: they have so long to end it in
/// order. Where other programs keep it from the processors, it has longer, as far as the system tells. Without effect
/// where there are no such signals. Throws when the system allows no handler.
#[napi]
pub fn end_after_signal(grace_ms: u32, message: String) -> napi::Result<()> {
    watch(grace_ms, message).map_err(|error| napi::Error::from_reason(error.to_string()))
}

/// Ms that were added to `graceMs` of `endAfterSignal` so far, because other programs had the processors. To be called
/// from the signal on.
#[napi]
pub fn starved_ms() -> u32 {
    // The thread that looks may be waiting too, from the beginning on.
    let looked = *LOOKED.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_with(Instant::now);
    let late = looked.elapsed().saturating_sub(2 * SLICE);
    STARVED_MS.load(Ordering::Relaxed).saturating_add(u32::try_from(late.as_millis()).unwrap_or(u32::MAX))
}

/// Ends the process without waiting for its other threads. Returns on systems without signals.
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

/// Writes to stderr; an error there is ignored.
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
    use std::sync::PoisonError;
    use std::sync::atomic::Ordering;
    use std::time::{Duration, Instant};

    use super::SLICE;

    /// The longest grace, however little processor time the process gets. A second signal ends it at once.
    const MAX: Duration = Duration::from_secs(10);

    /// Returns when the process has had this much time in which each of its threads was idle or ran.
    pub fn pass(grace_ms: u32) {
        let start = Instant::now();
        let grace = Duration::from_millis(grace_ms.into());
        let mut threads = Threads::default();
        threads.had();
        let (mut had, mut slices) = (Duration::ZERO, Duration::ZERO);
        while had < grace && slices < MAX {
            std::thread::sleep(SLICE);
            slices += SLICE;
            // One that waits may keep those at rest from going on.
            had += threads.had();
            let starved_ms = start.elapsed().saturating_sub(had).as_millis();
            super::STARVED_MS.store(u32::try_from(starved_ms).unwrap_or(u32::MAX), Ordering::Relaxed);
            *super::LOOKED.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
        }
    }

    /// How long each thread of this process has run so far, from Linux; empty elsewhere.
    #[derive(Default)]
    struct Threads(HashMap<OsString, Duration>);

    impl Threads {
        /// How much of the last slice the thread that had least of it was at rest or ran.
        fn had(&mut self) -> Duration {
            let Ok(entries) = std::fs::read_dir("/proc/self/task") else { return SLICE };
            // The one that looks runs whenever it looks.
            let own = std::fs::read_link("/proc/thread-self").unwrap_or_default();
            let mut min = SLICE;
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
                if let Some(&before) = self.0.get(&name)
                    && can_run
                {
                    min = min.min(ran.saturating_sub(before));
                }
                threads.insert(name, ran);
            }
            self.0 = threads;
            min
        }
    }
}
