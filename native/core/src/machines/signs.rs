use std::collections::HashMap;

use super::coding::Coding;
use super::machine::Machine;
use super::network::Sizes;

/// What the signs of a network's states and outputs came to.
pub(crate) enum Judged {
    /// They do what the machine specifies.
    Right(Coding),
    /// Streams that end in a wrong output, shortest first.
    Wrong(Vec<Vec<usize>>),
}

/// A network whose states are −1 and 1, as bits.
struct Signs<'a> {
    sizes: Sizes,
    parameters: &'a [f32],
}

impl Signs<'_> {
    fn start(&self) -> u64 {
        bits(self.sizes.parts(self.parameters).start)
    }

    /// What is summed from a code, for all words.
    fn sums(&self, code: u64) -> Vec<f32> {
        let Sizes { inputs, hidden, .. } = self.sizes;
        let rows = self.sizes.parts(self.parameters).states;
        signed_sum(&rows[inputs * hidden..], hidden, code)
    }

    fn next(&self, sums: &[f32], word: usize) -> u64 {
        let Sizes { inputs, hidden, .. } = self.sizes;
        let mut sums = sums.to_vec();
        let rows = self.sizes.parts(self.parameters).states.chunks_exact(hidden);
        for (input, row) in rows.take(inputs).enumerate() {
            let sign = if word >> input & 1 == 1 { 1.0 } else { -1.0 };
            sums.iter_mut().zip(row).for_each(|(sum, weight)| *sum += sign * weight);
        }
        bits(&sums)
    }

    fn outputs(&self, code: u64) -> u64 {
        let readouts = self.sizes.readouts();
        let sums = signed_sum(self.sizes.parts(self.parameters).readout, readouts, code);
        bits(&sums[..self.sizes.outputs])
    }
}

/// The first row of weights, and the others with the sign of their bit.
fn signed_sum(rows: &[f32], to: usize, code: u64) -> Vec<f32> {
    let mut sums = rows[..to].to_vec();
    for (bit, row) in rows[to..].chunks_exact(to).enumerate() {
        let sign = if code >> bit & 1 == 1 { 1.0 } else { -1.0 };
        sums.iter_mut().zip(row).for_each(|(sum, weight)| *sum += sign * weight);
    }
    sums
}

fn bits(values: &[f32]) -> u64 {
    values.iter().enumerate().fold(0, |bits, (bit, &value)| bits | u64::from(value >= 0.0) << bit)
}

/// Enumerates what the signs of a network do beside the machine. Goes on behind correct steps only, until there are
/// `max_wrong` wrong streams or more than `max_pairs` pairs.
pub(crate) fn judge(
    machine: &Machine,
    sizes: Sizes,
    parameters: &[f32],
    max_pairs: usize,
    max_wrong: usize,
) -> Judged {
    let signs = Signs { sizes, parameters };
    let mut coding =
        Coding { hidden: sizes.hidden, codes: vec![signs.start()], steps: vec![], outputs: vec![] };
    let mut states = vec![machine.initial];
    let mut streams: Vec<Vec<usize>> = vec![vec![]];
    let mut numbers = HashMap::from([((machine.initial, coding.codes[0]), 0)]);
    let mut wrong = vec![];
    let mut at = 0;
    while at < states.len() && states.len() <= max_pairs && wrong.len() < max_wrong {
        let sums = signs.sums(coding.codes[at]);
        for (word, step) in machine.steps(states[at]) {
            let code = signs.next(&sums, word);
            if (signs.outputs(code) ^ u64::from(step.output)) & u64::from(step.care) != 0 {
                wrong.push([&streams[at][..], &[word]].concat());
                continue;
            }
            let fresh = states.len();
            let to = *numbers.entry((step.next, code)).or_insert(fresh);
            if to == fresh {
                states.push(step.next);
                coding.codes.push(code);
                streams.push([&streams[at][..], &[word]].concat());
            }
            coding.steps.push((at, word, to));
            coding.outputs.push((step.output, step.care));
        }
        at += 1;
    }
    if wrong.is_empty() && at == states.len() { Judged::Right(coding) } else { Judged::Wrong(wrong) }
}
