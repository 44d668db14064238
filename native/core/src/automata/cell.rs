//! A fixed network in motion, as docs/spec.md section 2 defines it.

use crate::automata::fixed::FixedNetwork;

/// What steps a fixed network.
pub(crate) struct Cell<'a> {
    network: &'a FixedNetwork,
    /// For each word what each accumulator starts from, (words, hidden).
    starts: Vec<i32>,
}

impl<'a> Cell<'a> {
    pub(crate) fn new(network: &'a FixedNetwork) -> Self {
        // Room for all at once: many proofs end after a few steps.
        let mut starts = Vec::with_capacity(network.hidden << network.inputs);
        for word in 0..1 << network.inputs {
            starts.extend((0..network.hidden).map(|unit| network.start(word, unit)));
        }
        Self { network, starts }
    }

    /// The state that the network starts in.
    pub(crate) fn initial(&self) -> Vec<i8> {
        self.network.initial_state.iter().copied().map(narrow).collect()
    }

    /// Σ over states, the part of each accumulator that all words share.
    pub(crate) fn recurrent(&self, state: &[i8], sums: &mut [i32]) {
        sums.fill(0);
        let rows = self.network.recurrent_weights.chunks_exact(self.network.hidden);
        for (&s, weights) in state.iter().zip(rows) {
            if s != 0 {
                sums.iter_mut().zip(weights).for_each(|(sum, &weight)| *sum += i32::from(s) * weight);
            }
        }
    }

    /// The next state, from [`Cell::recurrent`].
    pub(crate) fn next(&self, sums: &[i32], word: usize, next: &mut [i8]) {
        let FixedNetwork { hidden, index_shift, widths, ref table, .. } = *self.network;
        let starts = &self.starts[word * hidden..][..hidden];
        for ((next, &sum), &start) in next.iter_mut().zip(sums).zip(starts) {
            *next = narrow(table[FixedNetwork::address(sum + start, index_shift, widths.table)]);
        }
    }

    /// The outputs' logits in a state that was just reached.
    pub(crate) fn logits(&self, state: &[i8], logits: &mut [i32]) {
        let FixedNetwork { outputs, widths, ref output_bias, ref output_weights, .. } = *self.network;
        logits.iter_mut().zip(output_bias).for_each(|(logit, &bias)| *logit = bias << (widths.state - 1));
        for (&s, weights) in state.iter().zip(output_weights.chunks_exact(outputs)) {
            if s != 0 {
                logits.iter_mut().zip(weights).for_each(|(logit, &weight)| *logit += i32::from(s) * weight);
            }
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "states have at most 8 bits")]
fn narrow(state: i32) -> i8 {
    state as i8
}
