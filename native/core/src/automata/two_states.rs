//! Machines that remember one bit, 64 steps at once.
//!
//! At each step the inputs decide what becomes of the bit: keep it, flip it, make it 0 or make it 1. Without flips
//! that is the carry of an addition, which the processor's own adder takes through a word: 1 is generated, 0 is
//! killed, keeping is propagating. Flips are undone first: with x the number of flips so far mod 2, the bit ⊕ x
//! keeps where the bit flips, so it is again a carry.

use crate::automata::table::{Block, Table, WORDS};

/// Which monomials of the inputs a bit is the sum mod 2 of; monomial m is the product of the inputs in m's ones.
/// (Reed–Muller or Zhegalkin form: every function of bits has exactly one.)
type Polynomial = Vec<usize>;

/// A machine of at most two states.
#[derive(Debug)]
pub(crate) struct TwoStates {
    /// The state after a step, from state 0 and from state 1.
    next: [Polynomial; 2],
    /// Each output bit, from state 0 and from state 1.
    output: Vec<[Polynomial; 2]>,
    /// (2^inputs)
    monomials: Vec<Block>,
}

impl TwoStates {
    /// From a sound table.
    pub(crate) fn new(table: &Table) -> Self {
        let symbols = 1 << table.inputs;
        // The last state, so that a machine of one state has two that are the same.
        let rows = [0, table.next.len() - symbols];
        let both = |values: &[u32], bit: usize| {
            rows.map(|row| polynomial(values[row..row + symbols].iter().map(|value| value >> bit & 1 == 1)))
        };
        Self {
            next: both(&table.next, 0),
            output: (0..table.outputs).map(|output| both(&table.output, output)).collect(),
            // The product of no inputs is 1.
            monomials: vec![[!0; WORDS]; symbols],
        }
    }

    /// Takes `steps` steps and returns the state after them.
    pub(crate) fn run(
        &mut self,
        state: usize,
        inputs: &[Block],
        outputs: &mut [Block],
        steps: usize,
    ) -> usize {
        self.multiply(inputs);
        let [mut from0, mut from1] = [[0; WORDS]; 2];
        self.evaluate(&self.next[0], &mut from0);
        self.evaluate(&self.next[1], &mut from1);
        let mut states = [0; WORDS];
        let mut state = state == 1;
        for (word, before) in states.iter_mut().enumerate() {
            (*before, state) = remember(from0[word], from1[word], state);
        }
        if steps < WORDS * 64 {
            state = states[steps / 64] >> (steps % 64) & 1 == 1;
        }
        for ([output0, output1], output) in self.output.iter().zip(outputs) {
            self.evaluate(output0, &mut from0);
            self.evaluate(output1, &mut from1);
            for (word, out) in output.iter_mut().enumerate() {
                *out = (from0[word] & !states[word]) | (from1[word] & states[word]);
            }
        }
        usize::from(state)
    }

    /// Every monomial: the one without its lowest input, times that input.
    fn multiply(&mut self, inputs: &[Block]) {
        for monomial in 1..self.monomials.len() {
            let (smaller, product) = self.monomials.split_at_mut(monomial);
            let rest = &smaller[monomial & (monomial - 1)];
            let lowest = &inputs[monomial.trailing_zeros() as usize];
            for (product, (rest, lowest)) in product[0].iter_mut().zip(rest.iter().zip(lowest)) {
                *product = rest & lowest;
            }
        }
    }

    fn evaluate(&self, polynomial: &Polynomial, sum: &mut Block) {
        let mut products = polynomial.iter().map(|&monomial| &self.monomials[monomial]);
        *sum = products.next().copied().unwrap_or_default();
        for products in products {
            for (sum, product) in sum.iter_mut().zip(products) {
                *sum ^= product;
            }
        }
    }
}

/// The bit before each of 64 steps, and the one after them. `from0` and `from1`: what each step makes of a 0, of a 1.
fn remember(from0: u64, from1: u64, bit: bool) -> (u64, bool) {
    let flips = prefix_parity(from0 & !from1);
    // Flips after the step decide what the bit it sets is without them.
    let generate = from0 & from1 & !flips | !(from0 | from1) & flips;
    let propagate = from0 ^ from1;
    let (sum, carry0) = (generate | propagate).overflowing_add(generate);
    let (sum, carry1) = sum.overflowing_add(u64::from(bit));
    // Sum ⊕ both addends is what was carried into each place.
    let before = sum ^ propagate ^ (flips << 1);
    (before, (carry0 | carry1) ^ (flips >> 63 == 1))
}

/// Bit t is the sum mod 2 of bits 0 to t.
fn prefix_parity(mut word: u64) -> u64 {
    // Most machines never flip.
    if word != 0 {
        for shift in [1, 2, 4, 8, 16, 32] {
            word ^= word << shift;
        }
    }
    word
}

/// From the value for each packed input: the Möbius transform over subsets.
fn polynomial(values: impl Iterator<Item = bool>) -> Polynomial {
    let mut coefficients: Vec<bool> = values.collect();
    for bit in 0..coefficients.len().trailing_zeros() {
        for index in 0..coefficients.len() {
            if index >> bit & 1 == 1 {
                coefficients[index] ^= coefficients[index ^ 1 << bit];
            }
        }
    }
    (0..coefficients.len()).filter(|&monomial| coefficients[monomial]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_adder_comes_out_as_generate_and_propagate() {
        let table = Table {
            inputs: 2,
            outputs: 1,
            next: vec![0, 0, 0, 1, 0, 1, 1, 1],
            output: vec![0, 1, 1, 0, 1, 0, 0, 1],
        };
        let adder = TwoStates::new(&table);
        let (a, b, ab, one) = (1, 2, 3, 0);
        assert_eq!(adder.next, [vec![ab], vec![a, b, ab]]);
        assert_eq!(adder.output, [[vec![a, b], vec![one, a, b]]]);
    }

    #[test]
    fn a_word_of_flips_alternates() {
        assert_eq!(remember(!0, 0, false), (0xAAAA_AAAA_AAAA_AAAA, false));
        assert_eq!(remember(!0, 0, true), (0x5555_5555_5555_5555, true));
        assert_eq!(remember(1, 0, true), (1, false));
    }
}
