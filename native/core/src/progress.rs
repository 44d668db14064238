use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// What a run reports while it works, and where it can be told to stop.
#[derive(Debug, Default)]
pub struct Progress {
    cancelled: AtomicBool,
    start: AtomicU64,
    updates: AtomicU64,
    loss: AtomicU64,
}

impl Progress {
    /// Asks running starts to stop after their current minibatch.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    /// (number of the start heard from last, updates so far over all starts, last loss).
    #[must_use]
    pub fn read(&self) -> (u64, u64, f64) {
        (
            self.start.load(Ordering::Relaxed),
            self.updates.load(Ordering::Relaxed),
            f64::from_bits(self.loss.load(Ordering::Relaxed)),
        )
    }

    /// So many more updates of a start, the last of which had this loss.
    pub(crate) fn report(&self, start: u64, updates: usize, loss: f64) {
        self.start.store(start, Ordering::Relaxed);
        self.updates.fetch_add(updates as u64, Ordering::Relaxed);
        self.loss.store(loss.to_bits(), Ordering::Relaxed);
    }

    pub(crate) fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }
}
