use std::collections::HashMap;

use super::coding::Coding;
use super::machine::Machine;
use super::network::Workspace;
use super::walks::Walks;
use crate::lanes::LANES;

/// Transitions that share a code, and what the codes have to do.
pub(crate) struct Sharing {
    /// Of each transition, the number of its code.
    key: Vec<usize>,
    coding: Coding,
}

/// From few codes to many: one for each next state with its outputs, one for each of these and word, one for each
/// transition.
pub(crate) fn sharings(machine: &Machine, hidden: usize) -> Vec<Sharing> {
    let mut sharings: Vec<Sharing> = vec![];
    for level in 0..3 {
        let sharing = Sharing::new(machine, hidden, level);
        if sharings.last().is_none_or(|last| last.coding.codes.len() < sharing.coding.codes.len()) {
            sharings.push(sharing);
        }
    }
    sharings
}

impl Sharing {
    fn new(machine: &Machine, hidden: usize, level: usize) -> Self {
        let mut numbers = HashMap::new();
        let mut key = vec![0; machine.states() << machine.inputs];
        let mut states = vec![machine.initial];
        for state in 0..machine.states() {
            for (word, step) in machine.steps(state) {
                let fresh = numbers.len() + 1;
                let own = (step, if level > 0 { word } else { 0 }, if level > 1 { state } else { 0 });
                let number = *numbers.entry(own).or_insert(fresh);
                if number == fresh {
                    states.push(step.next);
                }
                key[state << machine.inputs | word] = number;
            }
        }
        let mut coding = Coding { hidden, codes: vec![0; states.len()], steps: vec![], outputs: vec![] };
        for (from, &state) in states.iter().enumerate() {
            for (word, step) in machine.steps(state) {
                coding.steps.push((from, word, key[state << machine.inputs | word]));
                coding.outputs.push((step.output, step.care));
            }
        }
        Self { key, coding }
    }

    /// The codes that most of the walks' visits have, bit by bit.
    pub(crate) fn coding(&self, start: u64, visits: &Visits) -> Coding {
        let hidden = self.coding.hidden;
        let mut sums = vec![0.0; self.coding.codes.len() * hidden];
        for (&key, sum) in self.key.iter().zip(visits.sums.chunks_exact(hidden)) {
            sums[key * hidden..].iter_mut().zip(sum).for_each(|(total, sum)| *total += sum);
        }
        let mut coding = self.coding.clone();
        for (code, sums) in coding.codes.iter_mut().zip(sums.chunks_exact(hidden)) {
            *code = sums.iter().enumerate().fold(0, |code, (bit, &s)| code | u64::from(s >= 0.0) << bit);
        }
        coding.codes[0] = start;
        coding
    }
}

/// For each transition the sum of the states that walks had after it.
pub(crate) struct Visits {
    /// (transitions, hidden)
    sums: Vec<f32>,
}

impl Visits {
    pub(crate) fn new(machine: &Machine, hidden: usize) -> Self {
        Self { sums: vec![0.0; (machine.states() << machine.inputs) * hidden] }
    }

    /// Adds the states of an update's walks.
    pub(crate) fn add(&mut self, walks: &Walks, workspace: &Workspace, hidden: usize) {
        for step in 0..walks.steps {
            let states = workspace.state_after(step);
            for lane in 0..LANES {
                if walks.taken[step][lane] != u32::MAX {
                    let at = walks.taken[step][lane] as usize * hidden;
                    self.sums[at..].iter_mut().zip(states).for_each(|(sum, state)| *sum += state.0[lane]);
                }
            }
        }
    }

    pub(crate) fn clear(&mut self) {
        self.sums.fill(0.0);
    }
}
