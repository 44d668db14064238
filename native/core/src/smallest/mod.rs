//! The smallest fixed network that does what a machine says, and what shows that there is no smaller one.

mod distinguished;
mod entries;
mod initial;
mod network;
mod rows;
mod search;
mod space;
mod tables;

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::automata::fixed::{FRACTION_BITS, FixedNetwork, tanh_table};
use crate::automata::machine::Machine;
use distinguished::Distinguished;
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

/// What became of a space.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It holds a network that does what the machine says.
    Found,
    /// It holds none: searched through.
    None,
    /// It holds none: its networks have fewer states than the machine needs.
    TooFewStates,
    /// It holds none: half of the table is beyond every accumulator, so its networks are those of a smaller space.
    TableTooLarge,
    /// Not decided: a limit came first.
    Open,
    /// Not decided: a row has too many candidates to list them.
    TooLarge,
}

impl Outcome {
    /// What JavaScript calls it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Found => "found",
            Self::None => "none",
            Self::TooFewStates => "too few states",
            Self::TableTooLarge => "table too large",
            Self::Open => "open",
            Self::TooLarge => "too large",
        }
    }
}

/// What was done about a space.
#[derive(Debug, Clone, Copy)]
pub struct Examined {
    /// The space.
    pub space: Space,
    /// What became of it.
    pub outcome: Outcome,
    /// The base-2 logarithm of the number of its networks with one shift.
    pub networks_log2: u32,
    /// Shifts searched.
    pub shifts: u32,
    /// Weight rows that a unit may have, and how many of them differ in what they do, over all shifts.
    pub rows: (u64, u64),
    /// Nodes visited.
    pub nodes: u64,
}

/// The result: the smallest network, and every space that was searched, the smallest first.
#[derive(Debug, Clone)]
pub struct Smallest {
    /// The first network in the order of spaces.
    pub network: Option<FixedNetwork>,
    /// All spaces up to its own.
    pub examined: Vec<Examined>,
}

/// One space with one shift; and with one table, and the fraction bits that it is made for, where it must be tanh's.
struct Part {
    space: usize,
    shift: u32,
    tanh: Option<(i32, Vec<i32>)>,
}

/// What became of a part.
#[derive(Debug)]
struct Done {
    part: usize,
    end: Option<End>,
    rows: (u64, u64),
    nodes: u64,
}

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

fn parts(index: usize, space: &Space, machine: &Machine, tables: Tables) -> Vec<Part> {
    let shifts = space.shifts(machine);
    if tables != Tables::Tanh {
        return shifts.map(|shift| Part { space: index, shift, tanh: None }).collect();
    }
    // The sign addresses a table of two entries whatever the shift, but what they hold depends on it.
    let shifts = if space.widths.table == 1 { 0..16 } else { shifts };
    let mut parts: Vec<Part> = Vec::new();
    for shift in shifts {
        for fraction_bits in FRACTION_BITS[0]..=FRACTION_BITS[1] {
            let table = tanh_table(space.widths, fraction_bits, shift.cast_signed());
            let known = parts.iter().any(|part| {
                (part.shift == shift || space.widths.table == 1)
                    && part.tanh.as_ref().is_some_and(|(_, known)| *known == table)
            });
            if !known {
                parts.push(Part { space: index, shift, tanh: Some((fraction_bits, table)) });
            }
        }
    }
    parts
}

fn report(machine: &Machine, spaces: &[Space], parts: &[Part], done: Vec<Done>, needed: u128) -> Smallest {
    let mut network = None;
    let mut ends = vec![Vec::new(); spaces.len()];
    let mut last = spaces.len();
    for Done { part, end, rows, nodes } in done {
        let space = parts[part].space;
        let outcome = match end {
            Some(End::Found(found)) => {
                network = Some(*found);
                last = space + 1;
                Outcome::Found
            }
            Some(End::None) => Outcome::None,
            Some(End::Stopped) => Outcome::Open,
            None => Outcome::TooLarge,
        };
        ends[space].push((outcome, rows, nodes));
    }
    let examined = spaces[..last].iter().zip(ends).map(|(&space, ends)| Examined {
        space,
        outcome: if space.states() < needed {
            Outcome::TooFewStates
        } else if space.shifts(machine).is_empty() {
            Outcome::TableTooLarge
        } else {
            worst(&ends)
        },
        networks_log2: space.networks_log2(),
        shifts: space.shifts(machine).end,
        rows: ends.iter().fold((0, 0), |(all, kept), (_, rows, _)| (all + rows.0, kept + rows.1)),
        nodes: ends.iter().map(|(_, _, nodes)| nodes).sum(),
    });
    Smallest { network, examined: examined.collect() }
}

/// What the ends of all parts say about their space.
fn worst(ends: &[(Outcome, (u64, u64), u64)]) -> Outcome {
    for outcome in [Outcome::Found, Outcome::TooLarge, Outcome::Open] {
        if ends.iter().any(|end| end.0 == outcome) {
            return outcome;
        }
    }
    Outcome::None
}

#[cfg(test)]
mod tests;
