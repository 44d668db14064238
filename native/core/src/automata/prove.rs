//! Whether a fixed network does what a machine says, for ever: every pair of states that some stream leads to.

use crate::automata::cell::Cell;
use crate::automata::fixed::FixedNetwork;
use crate::automata::machine::Machine;

/// What a search over all pairs came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// No stream tells network and machine apart.
    Proven {
        /// Pairs of machine and network state that some stream leads to.
        pairs: usize,
        /// Specified steps from all of them.
        transitions: usize,
        /// The smallest |logit| of an output that matters, in accumulator units.
        margin: i32,
    },
    /// A shortest stream on which they differ, in its last step.
    Disproved(Vec<u32>),
    /// More pairs than the limit.
    Undecided(usize),
}

impl Verdict {
    /// Whether it is a proof.
    #[must_use]
    pub fn is_proven(&self) -> bool {
        matches!(self, Self::Proven { .. })
    }
}

/// Checks that a network and a machine can be compared.
///
/// # Errors
/// What does not fit, in words.
pub fn check_pair(network: &FixedNetwork, machine: &Machine) -> Result<(), String> {
    network.check().map_err(|error| format!("network {error}"))?;
    if (network.inputs, network.outputs) == (machine.inputs(), machine.outputs()) {
        return Ok(());
    }
    Err(format!(
        "the network has {} inputs and {} outputs, expected {} and {}",
        network.inputs,
        network.outputs,
        machine.inputs(),
        machine.outputs()
    ))
}

/// Decides whether a network does what a machine specifies, for ever.
///
/// # Panics
/// When [`check_pair`] has something to say.
#[must_use]
pub fn prove(network: &FixedNetwork, machine: &Machine, max_pairs: usize) -> Verdict {
    assert_eq!(check_pair(network, machine), Ok(()));
    Prover::default().prove(network, machine, max_pairs)
}

/// Buffers for proofs, used again and again.
#[derive(Debug, Clone, Default)]
pub(crate) struct Prover {
    /// Machine states of all pairs, in the order in which they came up.
    machine: Vec<u32>,
    /// (pairs, hidden).
    states: Vec<i8>,
    /// Which pair came before, and by which input.
    causes: Vec<(u32, u32)>,
    /// Open addressing: index of a pair + 1, or 0.
    slots: Vec<u32>,
}

impl Prover {
    /// Explores at most `max_pairs` pairs. A machine's outputs are only compared where it cares; steps that it leaves
    /// unspecified are not taken.
    ///
    /// # Panics
    /// When machine and network differ in inputs or outputs.
    pub(crate) fn prove(&mut self, network: &FixedNetwork, machine: &Machine, max_pairs: usize) -> Verdict {
        assert!((network.inputs, network.outputs) == (machine.inputs(), machine.outputs()));
        let cell = Cell::new(network);
        let (mut sums, mut next) = (vec![0; network.hidden], cell.initial());
        let mut logits = vec![0; network.outputs];
        let (mut at, mut transitions, mut margin) = (0, 0, i32::MAX);
        self.reset();
        self.add_if_new(machine.initial(), &next, (u32::MAX, 0), usize::MAX);
        while at < self.machine.len() {
            cell.recurrent(&self.states[at * network.hidden..][..network.hidden], &mut sums);
            for (word, step) in machine.steps(self.machine[at] as usize) {
                cell.next(&sums, word, &mut next);
                cell.logits(&next, &mut logits);
                let cause = (u32::try_from(at).expect("limited"), u32::try_from(word).expect("at most 2^12"));
                for (output, &logit) in logits.iter().enumerate() {
                    if step.care >> output & 1 == 1 {
                        if (logit >= 0) != (step.output >> output & 1 == 1) {
                            return Verdict::Disproved(self.stream(cause));
                        }
                        margin = margin.min(logit.abs());
                    }
                }
                transitions += 1;
                if !self.add_if_new(step.next, &next, cause, max_pairs) {
                    return Verdict::Undecided(self.machine.len());
                }
            }
            at += 1;
        }
        Verdict::Proven { pairs: self.machine.len(), transitions, margin }
    }

    fn reset(&mut self) {
        self.machine.clear();
        self.states.clear();
        self.causes.clear();
        self.slots.clear();
        self.slots.resize(256, 0);
    }

    /// Adds a pair unless it is there. Whether there was room for it.
    fn add_if_new(&mut self, machine: usize, state: &[i8], cause: (u32, u32), max_pairs: usize) -> bool {
        let machine = u32::try_from(machine).expect("at most 2^20");
        let mut slot = slot(machine, state, self.slots.len());
        while self.slots[slot] != 0 {
            if self.pair(self.slots[slot] as usize - 1) == (machine, state) {
                return true;
            }
            slot = (slot + 1) & (self.slots.len() - 1);
        }
        if self.machine.len() >= max_pairs {
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

    fn pair(&self, pair: usize) -> (u32, &[i8]) {
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
fn slot(machine: u32, state: &[i8], slots: usize) -> usize {
    let mix = |hash: u64, value: u64| (hash ^ value).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29);
    let hash = state.chunks(8).fold(mix(0, machine.into()), |hash, states| {
        mix(hash, states.iter().fold(0, |packed, &s| packed << 8 | u64::from(s.cast_unsigned())))
    });
    usize::try_from(hash & (slots as u64 - 1)).expect("below the number of slots")
}
