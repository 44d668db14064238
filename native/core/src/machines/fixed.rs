use super::integers::States;

/// A network of small integers, as docs/spec.md section 1 defines it; matrices are row-major, (from, to).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixed {
    /// Input bits of a step.
    pub inputs: usize,
    /// States.
    pub hidden: usize,
    /// Output bits of a step.
    pub outputs: usize,
    /// Bits of a weight, 2 to 8.
    pub weight_bits: u32,
    /// Bits of a state, 1 to 8.
    pub state_bits: u32,
    /// The table has 2 to this many entries.
    pub table_bits: u32,
    /// A weight w stands for w / 2^this.
    pub fraction_bits: i32,
    /// The table's index is the accumulator shifted right by this.
    pub index_shift: u32,
    /// (hidden)
    pub initial_state: Vec<i32>,
    /// (inputs, hidden)
    pub input_weights: Vec<i32>,
    /// (hidden)
    pub state_bias: Vec<i32>,
    /// (hidden, hidden)
    pub recurrent_weights: Vec<i32>,
    /// (hidden, outputs)
    pub output_weights: Vec<i32>,
    /// (outputs)
    pub output_bias: Vec<i32>,
    /// (2^table bits), addressed by the index as an unsigned number
    pub table: Vec<i32>,
}

/// What an accumulator may hold.
const ACCUMULATOR_LIMIT: i64 = 32_767;

/// Number of parameters of a network of these sizes.
pub(crate) fn parameters(inputs: usize, hidden: usize, outputs: usize) -> u64 {
    (hidden + inputs * hidden + hidden + hidden * hidden + hidden * outputs + outputs) as u64
}

impl Fixed {
    /// A network of threshold units, all of whose weights are 0 and states inactive.
    pub(crate) fn thresholds(
        (inputs, hidden, outputs): (usize, usize, usize),
        weight_bits: u32,
        states: States,
    ) -> Self {
        Self {
            inputs,
            hidden,
            outputs,
            weight_bits,
            state_bits: if states == States::Narrow { 1 } else { 2 },
            table_bits: 1,
            fraction_bits: 0,
            index_shift: 0,
            initial_state: vec![states.state(false); hidden],
            input_weights: vec![0; inputs * hidden],
            state_bias: vec![0; hidden],
            recurrent_weights: vec![0; hidden * hidden],
            output_weights: vec![0; hidden * outputs],
            output_bias: vec![0; outputs],
            table: vec![states.state(true), states.state(false)],
        }
    }

    /// Bits of all constants: docs/spec.md section 3.
    #[must_use]
    pub fn bits(&self) -> u64 {
        parameters(self.inputs, self.hidden, self.outputs) * u64::from(self.weight_bits)
            + (u64::from(self.state_bits) << self.table_bits)
    }

    /// Whether all constants have their lengths and lie within their bits, and every row obeys the row rule.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        let Self { inputs, hidden, outputs, .. } = *self;
        let within = |values: &[i32], length: usize, bits: u32| {
            let half = 1 << (bits - 1);
            values.len() == length && values.iter().all(|value| (-half..half).contains(value))
        };
        [inputs, hidden, outputs].iter().all(|&size| size > 0)
            && (2..=8).contains(&self.weight_bits)
            && (1..=8).contains(&self.state_bits)
            && (1..=8).contains(&self.table_bits)
            && (-8..=15).contains(&self.fraction_bits)
            && self.index_shift <= 15
            && within(&self.initial_state, hidden, self.state_bits)
            && within(&self.input_weights, inputs * hidden, self.weight_bits)
            && within(&self.state_bias, hidden, self.weight_bits)
            && within(&self.recurrent_weights, hidden * hidden, self.weight_bits)
            && within(&self.output_weights, hidden * outputs, self.weight_bits)
            && within(&self.output_bias, outputs, self.weight_bits)
            && within(&self.table, 1 << self.table_bits, self.state_bits)
            && self.largest_accumulator() <= ACCUMULATOR_LIMIT
    }

    /// The largest magnitude that any partial sum can reach.
    fn largest_accumulator(&self) -> i64 {
        let mut rows = vec![0_i64; self.hidden + self.outputs];
        let (states, outputs) = rows.split_at_mut(self.hidden);
        let add = |rows: &mut [i64], weights: &[i32]| {
            for weights in weights.chunks_exact(rows.len()) {
                rows.iter_mut().zip(weights).for_each(|(row, &weight)| *row += i64::from(weight.abs()));
            }
        };
        for weights in [&self.state_bias, &self.input_weights, &self.recurrent_weights] {
            add(states, weights);
        }
        for weights in [&self.output_bias, &self.output_weights] {
            add(outputs, weights);
        }
        rows.into_iter().max().unwrap_or(0) << (self.state_bits - 1)
    }
}

/// A fixed network in motion, as docs/spec.md section 2 defines it.
pub(crate) struct Cell<'a> {
    network: &'a Fixed,
    /// For each word what each accumulator starts from, (words, hidden).
    starts: Vec<i32>,
}

impl<'a> Cell<'a> {
    pub(crate) fn new(network: &'a Fixed) -> Self {
        let hidden = network.hidden;
        let mut starts = Vec::with_capacity(hidden << network.inputs);
        for word in 0..1_usize << network.inputs {
            for unit in 0..hidden {
                let weights = (0..network.inputs)
                    .filter(|input| word >> input & 1 == 1)
                    .map(|input| network.input_weights[input * hidden + unit]);
                starts.push((network.state_bias[unit] + weights.sum::<i32>()) << (network.state_bits - 1));
            }
        }
        Self { network, starts }
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
        let Fixed { hidden, index_shift, table_bits, ref table, .. } = *self.network;
        let half = 1 << (table_bits - 1);
        let starts = &self.starts[word * hidden..][..hidden];
        for ((next, &sum), &start) in next.iter_mut().zip(sums).zip(starts) {
            let index = ((sum + start) >> index_shift).clamp(-half, half - 1) & (2 * half - 1);
            *next = i8::try_from(table[usize::try_from(index).expect("masked")]).expect("at most 8 bits");
        }
    }

    /// The outputs' logits in a state that was just reached.
    pub(crate) fn logits(&self, state: &[i8], logits: &mut [i32]) {
        let Fixed { outputs, state_bits, ref output_bias, ref output_weights, .. } = *self.network;
        logits.iter_mut().zip(output_bias).for_each(|(logit, &bias)| *logit = bias << (state_bits - 1));
        for (&s, weights) in state.iter().zip(output_weights.chunks_exact(outputs)) {
            if s != 0 {
                logits.iter_mut().zip(weights).for_each(|(logit, &weight)| *logit += i32::from(s) * weight);
            }
        }
    }
}
