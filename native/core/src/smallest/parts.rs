//! A space is searched in parts, and what became of them is put together.

use super::outcome::{Examined, Outcome, Smallest};
use super::search::End;
use super::space::Space;
use super::tables::Tables;
use crate::automata::fixed::{FRACTION_BITS, tanh_table};
use crate::automata::machine::Machine;

/// One space with one shift; and with one table, and the fraction bits that it is made for, where it must be tanh's.
pub(super) struct Part {
    pub(super) space: usize,
    pub(super) shift: u32,
    pub(super) tanh: Option<(i32, Vec<i32>)>,
}

/// What became of a part.
#[derive(Debug)]
pub(super) struct Done {
    pub(super) part: usize,
    pub(super) end: Option<End>,
    pub(super) rows: (u64, u64),
    pub(super) nodes: u64,
}

/// The parts that a space is searched in.
pub(super) fn parts(index: usize, space: &Space, machine: &Machine, tables: Tables) -> Vec<Part> {
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

/// What the searched parts say of all spaces.
pub(super) fn report(
    machine: &Machine,
    spaces: &[Space],
    parts: &[Part],
    done: Vec<Done>,
    needed: u128,
) -> Smallest {
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
