use std::collections::HashMap;

use super::chunks::Recordings;
use crate::automata::cell::Cell;
use crate::automata::fixed::FixedNetwork;
use crate::automata::machine::{Machine, MachineTables};

/// The machine that a network is, as far as words from a list lead: one state for each state that it can reach. None
/// if these are more than `max_states`.
///
/// # Panics
/// When the network is not valid.
pub(crate) fn extract(network: &FixedNetwork, words: &[usize], max_states: usize) -> Option<Machine> {
    assert_eq!(network.check(), Ok(()));
    let cell = Cell::new(network);
    let width = 1_usize << network.inputs;
    let initial = cell.initial().into_boxed_slice();
    let mut numbers = HashMap::from([(initial.clone(), 0_i32)]);
    let mut reached = vec![initial];
    let (mut next_of, mut output, mut care) = (vec![], vec![], vec![]);
    let mut sums = vec![0; network.hidden];
    let mut next = vec![0; network.hidden];
    let mut at = 0;
    while at < reached.len() {
        cell.recurrent(&reached[at], &mut sums);
        next_of.resize((at + 1) * width, Machine::UNSPECIFIED);
        output.resize((at + 1) * width, 0);
        care.resize((at + 1) * width, 0);
        for &word in words {
            cell.next(&sums, word, &mut next);
            let fresh = i32::try_from(reached.len()).ok()?;
            let to = *numbers.entry(next.clone().into_boxed_slice()).or_insert(fresh);
            if to == fresh {
                reached.push(next.clone().into_boxed_slice());
                if reached.len() > max_states {
                    return None;
                }
            }
            let entry = at * width + word;
            next_of[entry] = to;
            output[entry] = said(&cell, &next, network.outputs);
            care[entry] = (1 << network.outputs) - 1;
        }
        at += 1;
    }
    let (inputs, outputs) = (network.inputs, network.outputs);
    let tables = MachineTables { inputs, outputs, initial: 0, next: &next_of, output: &output, care: &care };
    Machine::new(tables).ok()
}

/// Recorded output bits that a network does otherwise.
pub(crate) fn errors(network: &FixedNetwork, recordings: &Recordings) -> u64 {
    let cell = Cell::new(network);
    let initial = cell.initial();
    let mut sums = vec![0; network.hidden];
    let mut next = vec![0; network.hidden];
    let mut errors = 0;
    for sequence in recordings.sequences() {
        let mut state = initial.clone();
        for step in sequence {
            cell.recurrent(&state, &mut sums);
            cell.next(&sums, step.word, &mut next);
            std::mem::swap(&mut state, &mut next);
            let wrong = (said(&cell, &state, network.outputs) ^ step.output) & step.care;
            errors += u64::from(wrong.count_ones());
        }
    }
    errors
}

fn said(cell: &Cell, state: &[i8], outputs: usize) -> u32 {
    let mut logits = [0; 16];
    cell.logits(state, &mut logits[..outputs]);
    logits[..outputs]
        .iter()
        .enumerate()
        .fold(0, |word, (output, &logit)| word | u32::from(logit >= 0) << output)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::automata::machine::tests::counter;
    use crate::machines::construct::construct;
    use crate::machines::minimize::minimize;

    #[test]
    fn a_constructed_network_is_the_machine_it_was_constructed_for() {
        let machine = counter(5);
        let network = construct(&machine).expect("small");
        let extracted = extract(&network, &[0, 1], 100).expect("few states");
        assert_eq!(minimize(&extracted).states(), 5);
        assert_eq!(minimize(&extracted), minimize(&machine));
        assert_eq!(extract(&network, &[0, 1], 4), None);
    }

    #[test]
    fn words_that_are_not_listed_are_taken_never_to_come() {
        let network = construct(&counter(5)).expect("small");
        let extracted = extract(&network, &[0], 100).expect("few states");
        assert_eq!(extracted.steps(0).map(|(word, _)| word).collect::<Vec<_>>(), [0]);
    }
}
