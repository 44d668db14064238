use napi_derive::napi;

/// Ends the process `graceMs` after SIGINT or SIGTERM with exit code 128 + signal, whatever its main thread is busy
/// with. Handlers that were there before are called first: they have so long to end it in order. Without effect where
/// there are no such signals. Throws when the system allows no handler.
#[napi]
pub fn end_after_signal(grace_ms: u32) -> napi::Result<()> {
    watch(grace_ms).map_err(|error| napi::Error::from_reason(error.to_string()))
}

#[cfg(unix)]
fn watch(grace_ms: u32) -> std::io::Result<()> {
    use signal_hook::consts::{SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;

    let mut signals = Signals::new([SIGINT, SIGTERM])?;
    std::thread::Builder::new().name("end after signal".into()).spawn(move || {
        if let Some(signal) = signals.forever().next() {
            std::thread::sleep(std::time::Duration::from_millis(grace_ms.into()));
            signal_hook::low_level::exit(128 + signal);
        }
    })?;
    Ok(())
}

#[cfg(not(unix))]
fn watch(_grace_ms: u32) -> std::io::Result<()> {
    Ok(())
}
