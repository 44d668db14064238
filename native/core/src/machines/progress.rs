use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use super::outcome::{Learned, Start};

/// What a search reports while it works, and where it can be told to stop.
#[derive(Debug)]
pub struct SearchProgress<Found = Learned> {
    cancelled: AtomicBool,
    start: [AtomicU64; 3],
    tried: AtomicU64,
    updates: AtomicU64,
    best_bits: AtomicU64,
    best: Mutex<Option<Found>>,
    listener: Option<fn(&Self)>,
}

/// Where a search is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SearchState {
    /// The start heard from last.
    pub start: Start,
    /// Starts tried to their end.
    pub tried: u64,
    /// Updates so far, over all starts.
    pub updates: u64,
    /// Bits of the smallest network proven so far; 0 without one.
    pub best_bits: u64,
}

impl<Found> Default for SearchProgress<Found> {
    fn default() -> Self {
        Self {
            cancelled: AtomicBool::default(),
            start: Default::default(),
            tried: AtomicU64::default(),
            updates: AtomicU64::default(),
            best_bits: AtomicU64::default(),
            best: Mutex::default(),
            listener: None,
        }
    }
}

impl<Found: Clone> SearchProgress<Found> {
    /// Tells a listener whenever there is something new: who has no other thread cannot ask.
    #[must_use]
    pub fn heard_by(listener: fn(&Self)) -> Self {
        Self { listener: Some(listener), ..Self::default() }
    }

    /// Asks the search to stop after the updates under way.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    /// The best network found so far.
    #[must_use]
    pub fn best(&self) -> Option<Found> {
        self.best.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Where the search is.
    #[expect(clippy::cast_possible_truncation, reason = "they were usize")]
    pub fn read(&self) -> SearchState {
        let [stage, size, start] = self.start.each_ref().map(|part| part.load(Ordering::Relaxed) as usize);
        SearchState {
            start: Start { stage, size, start },
            tried: self.tried.load(Ordering::Relaxed),
            updates: self.updates.load(Ordering::Relaxed),
            best_bits: self.best_bits.load(Ordering::Relaxed),
        }
    }

    pub(crate) fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    pub(crate) fn updated(&self, start: Start, updates: usize) {
        for (part, value) in self.start.iter().zip([start.stage, start.size, start.start]) {
            part.store(value as u64, Ordering::Relaxed);
        }
        self.updates.fetch_add(updates as u64, Ordering::Relaxed);
        self.tell();
    }

    pub(crate) fn tried(&self) {
        self.tried.fetch_add(1, Ordering::Relaxed);
        self.tell();
    }

    pub(crate) fn found(&self, bits: u64, found: &Found) {
        *self.best.lock().unwrap_or_else(PoisonError::into_inner) = Some(found.clone());
        self.best_bits.store(bits, Ordering::Relaxed);
        self.tell();
    }

    fn tell(&self) {
        if let Some(listener) = self.listener {
            listener(self);
        }
    }
}
