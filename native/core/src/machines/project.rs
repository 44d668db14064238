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

/// One code for each next state with its outputs; then one for each unit of the construction.
pub(crate) fn sharings(machine: &Machine, hidden: usize, leaf: &[usize]) -> Vec<Sharing> {
    let mut numbers = HashMap::new();
    let mut own = vec![0; leaf.len()];
    for state in 0..machine.states() {
        for (word, step) in machine.steps(state) {
            let fresh = numbers.len();
            own[state << machine.inputs | word] = *numbers.entry(step).or_insert(fresh);
        }
    }
    let mut all = vec![0; leaf.len()];
    let mut numbers = HashMap::new();
    for state in 0..machine.states() {
        for (word, step) in machine.steps(state) {
            let fresh = numbers.len();
            all[state << machine.inputs | word] = *numbers.entry((step, word)).or_insert(fresh);
        }
    }
    vec![Sharing::new(machine, hidden, &own), Sharing::new(machine, hidden, leaf), Sharing::new(machine, hidden, &all)]
}

impl Sharing {
    fn new(machine: &Machine, hidden: usize, class: &[usize]) -> Self {
        let key: Vec<_> = class.iter().map(|class| class + 1).collect();
        let mut states = vec![machine.initial; class.iter().max().map_or(1, |most| most + 2)];
        for state in 0..machine.states() {
            for (word, step) in machine.steps(state) {
                states[key[state << machine.inputs | word]] = step.next;
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

    pub(crate) fn codes(&self) -> usize {
        self.coding.codes.len()
    }

    pub(crate) fn key(&self) -> &[usize] {
        &self.key
    }

    /// The mean states of each code.
    pub(crate) fn centers(&self, visits: &Visits) -> Vec<f32> {
        let hidden = self.coding.hidden;
        let mut sums = vec![0.0; self.coding.codes.len() * hidden];
        let mut counts = vec![0.0_f32; self.coding.codes.len()];
        for ((&key, sum), count) in self.key.iter().zip(visits.sums.chunks_exact(hidden)).zip(&visits.counts) {
            sums[key * hidden..].iter_mut().zip(sum).for_each(|(total, sum)| *total += sum);
            counts[key] += count;
        }
        for (sums, count) in sums.chunks_exact_mut(hidden).zip(counts) {
            sums.iter_mut().for_each(|sum| *sum /= count.max(1.0));
        }
        sums
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
    counts: Vec<f32>,
}

impl Visits {
    pub(crate) fn new(machine: &Machine, hidden: usize) -> Self {
        let transitions = machine.states() << machine.inputs;
        Self { sums: vec![0.0; transitions * hidden], counts: vec![0.0; transitions] }
    }

    /// Adds the states of an update's walks.
    pub(crate) fn add(&mut self, walks: &Walks, workspace: &Workspace, hidden: usize) {
        for step in 0..walks.steps {
            let states = workspace.state_after(step);
            for lane in 0..LANES {
                if walks.taken[step][lane] != u32::MAX {
                    let at = walks.taken[step][lane] as usize * hidden;
                    self.counts[at / hidden] += 1.0;
                    self.sums[at..].iter_mut().zip(states).for_each(|(sum, state)| *sum += state.0[lane]);
                }
            }
        }
    }

    pub(crate) fn clear(&mut self) {
        self.sums.fill(0.0);
        self.counts.fill(0.0);
    }
}
