//! The smallest fixed network that does what a machine says, and what shows that there is no smaller one.

mod branches;
mod distinguished;
mod entries;
mod initial;
mod network;
mod outcome;
mod parts;
mod rows;
mod search;
mod space;
mod tables;

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::automata::fixed::FixedNetwork;
use crate::automata::machine::Machine;
use distinguished::Distinguished;
pub use outcome::{Examined, Outcome, Smallest};
use parts::{Done, Part, parts, report};
use rows::Choices;
use search::{End, Search};
pub use space::Space;
pub use tables::Tables;

/// How far a search goes.
#[derive(Clone, Copy)]
pub struct Limits<'a> {
    /// Networks of fewer bits are not looked for: it is known that there are none.
    pub min_bits: u32,
    /// Networks of more bits are not looked for.
    pub max_bits: u32,
    /// Work on one space and shift: so many rows are looked at, about a thousand in a microsecond.
    pub work: u64,
    /// Asked now and then whether to go on.
    pub go_on: &'a (dyn Fn() -> bool + Sync),
}

/// Of larger machines all pairs of states are not compared.
const MAX_STATES: usize = 512;

/// Checks that a machine is small enough for a search.
///
/// # Errors
/// What was expected, in words.
pub fn check_states(machine: &Machine) -> Result<(), String> {
    let states = machine.states();
    if states <= MAX_STATES {
        Ok(())
    } else {
        Err(format!("machine states: expected at most {MAX_STATES}, got {states}"))
    }
}

/// Work of the first pass on one space and shift.
const FIRST_WORK: u64 = 1 << 22;

/// Looks through the spaces of networks for this machine, the smallest first, until one holds a network. A first pass
/// spends little on each space, so that some network is found soon; a second one goes on with the smaller spaces that
/// this left open. The result does not depend on the number of threads, as long as it may go on.
///
/// # Panics
/// When the system cannot start a thread.
#[must_use]
pub fn smallest(machine: &Machine, tables: Tables, limits: Limits<'_>, threads: usize) -> Smallest {
    let distinguished = Distinguished::of(machine);
    let needed = distinguished.least_states(machine) as u128;
    let spaces: Vec<Space> = Space::all(machine, limits.max_bits)
        .into_iter()
        .filter(|space| space.bits >= limits.min_bits)
        .collect();
    let parts: Vec<Part> = spaces
        .iter()
        .enumerate()
        .filter(|(_, space)| space.states() >= needed)
        .flat_map(|(index, space)| parts(index, space, machine, tables))
        .collect();
    let task = Task { machine, distinguished: &distinguished, spaces: &spaces, parts: &parts, tables };
    let mut done =
        task.pass(&(0..parts.len()).collect::<Vec<_>>(), FIRST_WORK.min(limits.work), limits, threads);
    let open: Vec<usize> =
        done.iter().filter(|done| done.end == Some(End::Stopped)).map(|done| done.part).collect();
    if limits.work > FIRST_WORK {
        for again in task.pass(&open, limits.work, limits, threads) {
            let at = done.partition_point(|done| done.part < again.part);
            let found = matches!(again.end, Some(End::Found(_)));
            done[at] = again;
            if found {
                done.truncate(at + 1);
            }
        }
    }
    report(machine, &spaces, &parts, done, needed)
}

/// What all threads of a search share.
struct Task<'a> {
    machine: &'a Machine,
    distinguished: &'a Distinguished,
    spaces: &'a [Space],
    parts: &'a [Part],
    tables: Tables,
}

impl Task<'_> {
    /// Searches these parts up to the first that holds a network.
    fn pass(&self, chosen: &[usize], work: u64, limits: Limits<'_>, threads: usize) -> Vec<Done> {
        let next = AtomicUsize::new(0);
        // One past the last one worth searching.
        let end = AtomicUsize::new(chosen.len());
        let done = Mutex::new(Vec::new());
        let run = || {
            loop {
                let index = next.fetch_add(1, Ordering::Relaxed);
                if index >= end.load(Ordering::Relaxed) {
                    break;
                }
                let go_on = || index < end.load(Ordering::Relaxed) && (limits.go_on)();
                let result = self.search(chosen[index], work, &go_on);
                if matches!(result.end, Some(End::Found(_))) {
                    end.fetch_min(index + 1, Ordering::Relaxed);
                }
                done.lock().unwrap_or_else(PoisonError::into_inner).push(result);
            }
        };
        if cfg!(target_family = "wasm") {
            // There is no other thread.
            run();
        } else {
            std::thread::scope(|scope| {
                for _ in 0..threads.max(1) {
                    // The search recurses once for each step that it decides.
                    std::thread::Builder::new()
                        .stack_size(1 << 28)
                        .spawn_scoped(scope, run)
                        .expect("a thread can start");
                }
            });
        }
        let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
        done.sort_unstable_by_key(|done: &Done| done.part);
        done.truncate(end.into_inner());
        done
    }

    fn search(&self, part: usize, max_work: u64, go_on: &dyn Fn() -> bool) -> Done {
        let Part { space, shift, tanh } = &self.parts[part];
        let space = &self.spaces[*space];
        let mut done = Done { part, end: Some(End::Stopped), rows: (0, 0), nodes: 0 };
        // Just to list many rows would be more work than that.
        let too_many = space.rows_log2(self.machine) > max_work.max(1 << 8).ilog2() - 8;
        if too_many || !go_on() {
            return done;
        }
        let Some(choices) = Choices::of(space, self.machine, *shift) else {
            return Done { end: None, ..done };
        };
        done.rows = (choices.units.total, choices.units.len() as u64);
        let spent = AtomicU64::new(0);
        let look = |work: u64| spent.fetch_add(work, Ordering::Relaxed) + work <= max_work && go_on();
        let how = (*shift, self.tables == Tables::Monotone);
        let search = Search::new((self.machine, self.distinguished), space, &choices, how, &look);
        let (end, nodes) = search.run(tanh.as_ref().map(|(_, table)| table.as_slice()));
        done.nodes = nodes;
        done.end = Some(match (end, tanh) {
            (End::Found(network), Some((fraction_bits, _))) => {
                End::Found(Box::new(FixedNetwork { fraction_bits: *fraction_bits, ..*network }))
            }
            (end, _) => end,
        });
        done
    }
}

#[cfg(test)]
mod tests;
