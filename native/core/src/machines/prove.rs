use std::collections::HashMap;

use super::fixed::{Cell, Fixed};
use super::machine::Machine;

/// What enumerating all that can ever happen came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proof {
    /// The network answers as the machine specifies, for streams of any length.
    Proven {
        /// Pairs of machine state and network state that some stream leads to.
        pairs: usize,
        /// Specified steps from all of them.
        transitions: usize,
        /// The smallest |logit| of an output that matters.
        margin: i32,
    },
    /// A shortest stream of words after which an output is wrong.
    Disproved(Vec<usize>),
    /// More pairs are reachable than the limit.
    Undecided,
}

impl Proof {
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
pub fn check_pair(network: &Fixed, machine: &Machine) -> Result<(), String> {
    if !network.is_valid() {
        return Err(
            "the network's constants have other lengths or bits than docs/spec.md section 1 allows".into()
        );
    }
    if (network.inputs, network.outputs) == (machine.inputs, machine.outputs) {
        return Ok(());
    }
    Err(format!(
        "the network has {} inputs and {} outputs, expected {} and {}",
        network.inputs, network.outputs, machine.inputs, machine.outputs
    ))
}

/// Pairs of machine state and network state in the order in which they are first reached, each found again by its
/// number.
#[derive(Default)]
struct Pairs {
    numbers: HashMap<(usize, Box<[i8]>), usize>,
    reached: Vec<(usize, Box<[i8]>)>,
    /// Pair and word by which each was first reached.
    from: Vec<(usize, usize)>,
}

impl Pairs {
    fn add(&mut self, pair: (usize, Box<[i8]>), from: (usize, usize)) {
        if !self.numbers.contains_key(&pair) {
            self.numbers.insert(pair.clone(), self.reached.len());
            self.reached.push(pair);
            self.from.push(from);
        }
    }

    fn path_to(&self, mut at: usize) -> Vec<usize> {
        let mut path = vec![];
        while at > 0 {
            path.push(self.from[at].1);
            at = self.from[at].0;
        }
        path.reverse();
        path
    }
}

/// Decides whether a network does what a machine specifies, for ever, by breadth-first search over the pairs of
/// states that the same stream leads to.
///
/// # Panics
/// When the network is not valid or has another interface than the machine.
#[must_use]
pub fn prove(network: &Fixed, machine: &Machine, max_pairs: usize) -> Proof {
    assert!(network.is_valid() && (network.inputs, network.outputs) == (machine.inputs, machine.outputs));
    let cell = Cell::new(network);
    let mut found = Pairs::default();
    let narrow = |&s: &i32| i8::try_from(s).expect("at most 8 bits");
    found.add((machine.initial, network.initial_state.iter().map(narrow).collect()), (0, 0));
    let mut sums = vec![0; network.hidden];
    let mut next = vec![0; network.hidden];
    let mut logits = vec![0; network.outputs];
    let (mut at, mut transitions, mut margin) = (0, 0, i32::MAX);
    while at < found.reached.len() {
        let state = found.reached[at].0;
        cell.recurrent(&found.reached[at].1, &mut sums);
        for (word, step) in machine.steps(state) {
            cell.next(&sums, word, &mut next);
            cell.logits(&next, &mut logits);
            for (output, &logit) in
                logits.iter().enumerate().filter(|(output, _)| step.care >> output & 1 == 1)
            {
                if (logit >= 0) != (step.output >> output & 1 == 1) {
                    let mut stream = found.path_to(at);
                    stream.push(word);
                    return Proof::Disproved(stream);
                }
                margin = margin.min(logit.abs());
            }
            transitions += 1;
            found.add((step.next, next.clone().into_boxed_slice()), (at, word));
            if found.reached.len() > max_pairs {
                return Proof::Undecided;
            }
        }
        at += 1;
    }
    Proof::Proven { pairs: found.reached.len(), transitions, margin }
}
