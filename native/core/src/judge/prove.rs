//! Whether a fixed network does what a machine says, for ever: every pair of states that some stream leads to.

use crate::automata::fixed::FixedNetwork;
use crate::automata::machine::Machine;

/// What a search over all pairs came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// No stream tells network and machine apart.
    Proven {
        /// Pairs of machine and network state that some stream leads to.
        pairs: usize,
        /// The smallest |logit| that is ever asked for, in accumulator units.
        margin: i32,
    },
    /// A shortest stream on which they differ, in its last step.
    Disproved(Vec<u32>),
    /// More pairs than the limit.
    Undecided(usize),
}

/// Buffers for proofs of networks of one shape, used again and again.
#[derive(Debug, Clone, Default)]
pub(crate) struct Prover {
    /// Machine states of all pairs, in the order in which they came up.
    machine: Vec<u32>,
    /// (pairs, hidden).
    states: Vec<i32>,
    /// Which pair came before, and by which input.
    causes: Vec<(u32, u32)>,
    /// Open addressing: index of a pair + 1, or 0.
    slots: Vec<u32>,
    starts: Vec<i32>,
}

impl Prover {
    /// Explores at most `limit` pairs. A machine's outputs are only compared where it cares; steps that it leaves
    /// unspecified are not taken.
    ///
    /// # Panics
    /// When machine and network differ in inputs or outputs.
    pub(crate) fn prove(&mut self, network: &FixedNetwork, machine: &Machine, limit: usize) -> Verdict {
        assert!((network.inputs, network.outputs) == (machine.inputs(), machine.outputs()));
        let hidden = network.hidden;
        let words = 1 << network.inputs;
        self.reset(network, machine);
        let mut next = vec![0; hidden];
        let mut margin = i32::MAX;
        let mut at = 0;
        while at < self.machine.len() {
            for word in 0..words {
                let Some(step) = machine.step(self.machine[at] as usize, word) else { continue };
                self.advance(network, at, word, &mut next);
                let (output, least) = outputs(network, &next, step.care);
                let cause = (u32::try_from(at).expect("limited"), u32::try_from(word).expect("at most 2^12"));
                if (output ^ step.output) & step.care != 0 {
                    return Verdict::Disproved(self.stream(cause));
                }
                margin = margin.min(least);
                if !self.find_or_add(step.next, &next, Some((cause, limit))) {
                    return Verdict::Undecided(self.machine.len());
                }
            }
            at += 1;
        }
        Verdict::Proven { pairs: self.machine.len(), margin }
    }

    fn reset(&mut self, network: &FixedNetwork, machine: &Machine) {
        self.machine.clear();
        self.states.clear();
        self.causes.clear();
        self.slots.clear();
        self.slots.resize(256, 0);
        self.starts.clear();
        for word in 0..1 << network.inputs {
            self.starts.extend((0..network.hidden).map(|unit| network.start(word, unit)));
        }
        self.find_or_add(machine.initial(), &network.initial_state, None);
    }

    /// The network's state after a step from pair `at`.
    fn advance(&self, network: &FixedNetwork, at: usize, word: usize, next: &mut [i32]) {
        let hidden = network.hidden;
        next.copy_from_slice(&self.starts[word * hidden..][..hidden]);
        for (state, weights) in
            self.states[at * hidden..][..hidden].iter().zip(network.recurrent_weights.chunks_exact(hidden))
        {
            for (next, weight) in next.iter_mut().zip(weights) {
                *next += state * weight;
            }
        }
        for next in next {
            *next = network.table[FixedNetwork::address(*next, network.index_shift, network.widths.table)];
        }
    }

    /// Adds a pair unless it is there. Whether there was room for it.
    fn find_or_add(&mut self, machine: usize, state: &[i32], from: Option<((u32, u32), usize)>) -> bool {
        let machine = u32::try_from(machine).expect("at most 2^20");
        let mut slot = slot(machine, state, self.slots.len());
        while self.slots[slot] != 0 {
            if self.pair(self.slots[slot] as usize - 1) == (machine, state) {
                return true;
            }
            slot = (slot + 1) & (self.slots.len() - 1);
        }
        let (cause, limit) = from.unwrap_or(((u32::MAX, 0), usize::MAX));
        if self.machine.len() >= limit {
            return false;
        }
        self.machine.push(machine);
        self.states.extend(state);
        self.causes.push(cause);
        self.slots[slot] = u32::try_from(self.machine.len()).expect("limited");
        if 2 * self.machine.len() > self.slots.len() {
            self.grow();
        }
        true
    }

    fn pair(&self, pair: usize) -> (u32, &[i32]) {
        let hidden = self.states.len() / self.machine.len();
        (self.machine[pair], &self.states[pair * hidden..][..hidden])
    }

    fn grow(&mut self) {
        let size = 2 * self.slots.len();
        self.slots.clear();
        self.slots.resize(size, 0);
        for pair in 0..self.machine.len() {
            let (machine, state) = self.pair(pair);
            let mut slot = slot(machine, state, size);
            while self.slots[slot] != 0 {
                slot = (slot + 1) & (size - 1);
            }
            self.slots[slot] = u32::try_from(pair + 1).expect("limited");
        }
    }

    /// The inputs that lead to a pair, and the last one.
    fn stream(&self, (mut pair, last): (u32, u32)) -> Vec<u32> {
        let mut stream = vec![last];
        while self.causes[pair as usize].0 != u32::MAX {
            let (before, word) = self.causes[pair as usize];
            stream.push(word);
            pair = before;
        }
        stream.reverse();
        stream
    }
}

/// Where a pair belongs among so many slots, a power of two.
fn slot(machine: u32, state: &[i32], slots: usize) -> usize {
    let mix =
        |hash: u64, value: u32| (hash ^ u64::from(value)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29);
    let hash = state.iter().fold(mix(0, machine), |hash, &s| mix(hash, s.cast_unsigned()));
    usize::try_from(hash & (slots as u64 - 1)).expect("below the number of slots")
}

/// The packed output bits of a state, and the smallest |logit| of those that matter.
fn outputs(network: &FixedNetwork, state: &[i32], care: u32) -> (u32, i32) {
    let mut margin = i32::MAX;
    let mut bits = 0;
    for output in 0..network.outputs {
        let weights = network.output_weights[output..].iter().step_by(network.outputs);
        let logit = (network.output_bias[output] << (network.widths.state - 1))
            + state.iter().zip(weights).map(|(s, w)| s * w).sum::<i32>();
        bits |= u32::from(logit >= 0) << output;
        if care >> output & 1 == 1 {
            margin = margin.min(logit.abs());
        }
    }
    (bits, margin)
}
