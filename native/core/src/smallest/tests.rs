use super::*;
use crate::automata::fixed::{Widths, tanh_table};
use crate::automata::machine::MachineTables;
use crate::automata::machine::tests::{adder, comparator, machine, parity, subtractor};

fn limits() -> Limits<'static> {
    Limits { min_bits: 0, max_bits: 60, work: u64::MAX, go_on: &|| true }
}

/// Size of the smallest network, which is tried, and nothing before which was left open.
fn bits(machine: &Machine, tables: Tables, min_bits: u32) -> u32 {
    let Smallest { network, examined } = smallest(machine, tables, Limits { min_bits, ..limits() }, 2);
    let network = network.expect("there is one");
    assert!(network.agrees_with(machine));
    let (last, before) = examined.split_last().expect("its own space");
    assert!(last.outcome == Outcome::Found);
    assert!(before.iter().all(|e| !matches!(e.outcome, Outcome::Open | Outcome::TooLarge)));
    if tables != Tables::Any {
        let half = network.table.len() / 2;
        let rising: Vec<_> = network.table[half..].iter().chain(&network.table[..half]).collect();
        assert!(rising.is_sorted());
    }
    if tables == Tables::Tanh {
        assert_eq!(
            network.table,
            tanh_table(network.widths, network.fraction_bits, network.index_shift.cast_signed())
        );
    }
    last.space.bits
}

#[test]
fn the_smallest_networks_of_the_built_in_tasks() {
    assert_eq!(bits(&adder(), Tables::Any, 0), 34);
    assert_eq!(bits(&subtractor(), Tables::Any, 0), 34);
    assert_eq!(bits(&comparator(), Tables::Any, 0), 16);
    assert_eq!(bits(&parity(), Tables::Any, 0), 16);
    assert_eq!(bits(&comparator(), Tables::Tanh, 0), 16);
}

#[test]
fn with_monotone_tables_the_adder_needs_38_bits_and_tanh_does_with_as_many() {
    assert_eq!(bits(&adder(), Tables::Monotone, 34), 38);
    assert_eq!(bits(&adder(), Tables::Tanh, 38), 38);
    assert_eq!(bits(&subtractor(), Tables::Monotone, 34), 38);
    assert_eq!(bits(&subtractor(), Tables::Tanh, 38), 38);
}

/// Whether a space holds a network for this machine of one input and output, by trying all units with all tables,
/// initial states and shifts up to 7, and for each then all output rows.
fn by_brute_force(machine: &Machine, hidden: usize, widths: Widths, monotone: bool) -> bool {
    let numbers = |bits: u32| -(1 << (bits - 1))..1 << (bits - 1);
    let vectors = |bits: u32, length: usize| {
        (0..length).fold(vec![vec![]], |all: Vec<Vec<i32>>, _| {
            let longer =
                |v: &Vec<i32>| numbers(bits).map(|n| [v.as_slice(), &[n]].concat()).collect::<Vec<_>>();
            all.iter().flat_map(longer).collect()
        })
    };
    let rows = vectors(widths.weight, 2 + hidden);
    let outputs = vectors(widths.weight, 1 + hidden);
    let one = 1 << (widths.state - 1);
    let scale = widths.state - widths.weight.min(widths.state);
    let initials = vectors(widths.weight.min(widths.state), hidden);
    let shifts = if widths.table == 1 { 1 } else { 8 };
    let units: Vec<Vec<usize>> = (0..rows.len().pow(u32::try_from(hidden).expect("small")))
        .map(|number| {
            (0..hidden)
                .map(|unit| number / rows.len().pow(u32::try_from(unit).expect("small")) % rows.len())
                .collect()
        })
        .collect();
    for table in vectors(widths.state, 1 << widths.table) {
        let half = table.len() / 2;
        if monotone && !table[half..].iter().chain(&table[..half]).is_sorted() {
            continue;
        }
        for (units, shift) in units.iter().flat_map(|units| (0..shifts).map(move |shift| (units, shift))) {
            let after = |state: &[i32], word: i32| -> Vec<i32> {
                let next = |&unit: &usize| {
                    let row = &rows[unit];
                    let sum = one * (row[0] + word * row[1])
                        + row[2..].iter().zip(state).map(|(w, s)| w * s).sum::<i32>();
                    let index =
                        (sum >> shift).clamp(-(1 << (widths.table - 1)), (1 << (widths.table - 1)) - 1);
                    table[usize::try_from(index & ((1 << widths.table) - 1)).expect("masked")]
                };
                units.iter().map(next).collect()
            };
            for initial in &initials {
                let initial: Vec<i32> = initial.iter().map(|code| code << scale).collect();
                if let Some(wanted) = wanted_outputs(machine, &initial, after)
                    && outputs.iter().any(|row| {
                        wanted.iter().all(|(state, bit)| {
                            let logit =
                                one * row[0] + row[1..].iter().zip(state).map(|(w, s)| w * s).sum::<i32>();
                            (logit >= 0) == *bit
                        })
                    })
                {
                    return true;
                }
            }
        }
    }
    false
}

/// The output that each state must have, unless one state must have both.
fn wanted_outputs(
    machine: &Machine,
    initial: &[i32],
    after: impl Fn(&[i32], i32) -> Vec<i32>,
) -> Option<Vec<(Vec<i32>, bool)>> {
    let mut wanted: Vec<(Vec<i32>, bool)> = Vec::new();
    let mut pairs = vec![(machine.initial(), initial.to_vec())];
    let mut at = 0;
    while at < pairs.len() {
        let (from, state) = pairs[at].clone();
        at += 1;
        for word in 0..2 {
            let Some(step) = machine.step(from, word) else { continue };
            let next = after(&state, i32::try_from(word).expect("a bit"));
            if step.care == 1 {
                match wanted.iter().find(|(known, _)| *known == next) {
                    Some((_, bit)) if *bit != (step.output == 1) => return None,
                    Some(_) => {}
                    None => wanted.push((next.clone(), step.output == 1)),
                }
            }
            if !pairs.contains(&(step.next, next.clone())) {
                pairs.push((step.next, next));
            }
        }
    }
    Some(wanted)
}

/// Machines of one input and output, with steps that never come and outputs that nobody cares for.
fn some_machines(count: u32, states: u32) -> Vec<Machine> {
    let mut seed = 12345u32;
    let mut draw = |below: u32| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 16) % below
    };
    (0..count)
        .map(|_| {
            let size = 2 * states as usize;
            let draws: Vec<(u32, u32, u32, u32)> =
                (0..size).map(|_| (draw(states), draw(2), draw(6), draw(8))).collect();
            let next: Vec<i32> =
                draws.iter().map(|d| if d.3 == 0 { -1 } else { d.0.cast_signed() }).collect();
            let output: Vec<u32> = draws.iter().map(|d| d.1).collect();
            let care: Vec<u32> = draws.iter().map(|d| u32::from(d.2 != 0)).collect();
            let tables = MachineTables {
                inputs: 1,
                outputs: 1,
                initial: 0,
                next: &next,
                output: &output,
                care: &care,
            };
            Machine::new(tables).expect("valid")
        })
        .collect()
}

/// Whether the search finds a network in this space.
fn by_search(machine: &Machine, hidden: usize, widths: Widths, tables: Tables) -> bool {
    let distinguished = Distinguished::of(machine);
    let space = Space { hidden, widths, bits: 0 };
    space.states() >= distinguished.least_states(machine) as u128
        && (0..if widths.table == 1 { 1 } else { 8 }).any(|shift| {
            let parts = [Part { space: 0, shift, tanh: None }];
            let (spaces, parts) = (&[space][..], &parts[..]);
            let task = Task { machine, distinguished: &distinguished, spaces, parts, tables };
            match task.search(0, u64::MAX, &|| true).end.expect("few rows") {
                End::Found(network) => {
                    assert!(network.agrees_with(machine));
                    true
                }
                _ => false,
            }
        })
}

#[test]
fn the_search_finds_what_brute_force_finds_and_nothing_else() {
    let mut found = [0, 0];
    for (hidden, weight, state, table, machines, states) in [
        (1, 2, 1, 1, 40, 2),
        (1, 2, 2, 1, 60, 3),
        (1, 3, 2, 1, 12, 3),
        (1, 2, 1, 2, 40, 3),
        (1, 2, 2, 2, 10, 4),
        (2, 2, 1, 1, 12, 4),
    ] {
        let widths = Widths { weight, state, table };
        for machine in some_machines(machines, states) {
            for tables in [Tables::Any, Tables::Monotone] {
                let brute = by_brute_force(&machine, hidden, widths, tables == Tables::Monotone);
                let search = by_search(&machine, hidden, widths, tables);
                assert_eq!(search, brute, "{hidden} units, {widths:?}, {tables:?}: {machine:?}");
                found[usize::from(brute)] += 1;
            }
        }
    }
    assert!(found.iter().all(|&count| count > 50), "{found:?}");
}

#[test]
fn a_limit_leaves_spaces_open_and_says_so() {
    let few = smallest(&adder(), Tables::Any, Limits { work: 1 << 16, max_bits: 34, ..limits() }, 2);
    assert!(few.examined.iter().any(|e| e.outcome == Outcome::Open));
    let late = smallest(&adder(), Tables::Any, Limits { go_on: &|| false, ..limits() }, 2);
    assert!(late.network.is_none());
    assert!(late.examined.iter().all(|e| matches!(e.outcome, Outcome::Open | Outcome::TableTooLarge)));
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let alone = smallest(&adder(), Tables::Any, limits(), 1);
    let together = smallest(&adder(), Tables::Any, limits(), 4);
    assert_eq!(alone.network, together.network);
    let searched =
        |s: &Smallest| s.examined.iter().map(|e| (e.space, e.outcome, e.nodes)).collect::<Vec<_>>();
    assert_eq!(searched(&alone), searched(&together));
}

#[test]
fn more_states_than_a_space_has_need_no_search() {
    let counter = machine(1, 5, |state, word| ((state + word) % 5, u32::from(state + word == 5)));
    let result = smallest(&counter, Tables::Any, Limits { max_bits: 20, ..limits() }, 2);
    assert!(result.examined.iter().any(|e| e.outcome == Outcome::TooFewStates && e.nodes == 0));
}
