//! The smallest fixed network that does what a machine says, and what shows that there is no smaller one.

mod rows;
mod search;
mod space;

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use crate::fixed::{FRACTION_BITS, FixedNetwork, tanh_table};
use crate::machine::Machine;
use rows::Choices;
pub use search::Tables;
use search::{Distinguished, End, Search};
pub use space::Space;

/// How far a search goes.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Networks of fewer bits are not looked for: it is known that there are none.
    pub min_bits: u32,
    /// Networks of more bits are not looked for.
    pub max_bits: u32,
    /// Nodes visited for one space and shift.
    pub nodes: u64,
    /// No node is visited after this moment.
    pub deadline: Instant,
}

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

/// The answer: the smallest network, and every space that was looked at on the way, the smallest first.
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

/// Looks through the spaces of networks for this machine, the smallest first, until one holds a network. The result
/// does not depend on the number of threads, as long as the deadline does not come.
///
/// # Panics
/// When the system cannot start a thread.
#[must_use]
pub fn smallest(machine: &Machine, tables: Tables, limits: Limits, threads: usize) -> Smallest {
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
    let next = AtomicUsize::new(0);
    // One past the last part worth searching.
    let end = AtomicUsize::new(parts.len());
    let done = Mutex::new(Vec::new());
    let work = || {
        loop {
            let part = next.fetch_add(1, Ordering::Relaxed);
            if part >= end.load(Ordering::Relaxed) {
                break;
            }
            let go_on = || part < end.load(Ordering::Relaxed) && Instant::now() < limits.deadline;
            let Part { space, shift, tanh } = &parts[part];
            let table = tanh.as_ref().map(|(_, table)| table.as_slice());
            let how = (*shift, tables == Tables::Monotone, table);
            let (mut found, rows, nodes) =
                search((machine, &distinguished), &spaces[*space], how, limits.nodes, &go_on);
            if let (Some(End::Found(network)), Some((fraction_bits, _))) = (&mut found, tanh) {
                network.fraction_bits = *fraction_bits;
            }
            if matches!(found, Some(End::Found(_))) {
                end.fetch_min(part + 1, Ordering::Relaxed);
            }
            done.lock().unwrap_or_else(PoisonError::into_inner).push(Done { part, end: found, rows, nodes });
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..threads.max(1) {
            // The search recurses once for each step that it decides.
            std::thread::Builder::new()
                .stack_size(1 << 28)
                .spawn_scoped(scope, work)
                .expect("a thread can start");
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_unstable_by_key(|done| done.part);
    done.truncate(end.into_inner());
    report(machine, &spaces, &parts, done, needed)
}

/// A part's end (nothing where its rows are too many), rows and distinct ones, and nodes.
fn search(
    (machine, distinguished): (&Machine, &Distinguished),
    space: &Space,
    (shift, monotone, table): (u32, bool, Option<&[i32]>),
    max_nodes: u64,
    go_on: &dyn Fn() -> bool,
) -> (Option<End>, (u64, u64), u64) {
    if !go_on() {
        return (Some(End::Stopped), (0, 0), 0);
    }
    let Some(choices) = Choices::of(space, machine, shift) else { return (None, (0, 0), 0) };
    let visited = AtomicU64::new(0);
    let look = |nodes: u64| visited.fetch_add(nodes, Ordering::Relaxed) + nodes <= max_nodes && go_on();
    let (end, nodes) =
        Search::new((machine, distinguished), space, &choices, (shift, monotone), &look).run(table);
    (Some(end), (choices.units.total, choices.units.len() as u64), nodes)
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
