//! The roundings of a network, tried one after another until one is proven.

use super::quantize::{Quantizer, Rounding};
use crate::automata::fixed::{FixedNetwork, Widths};
use crate::automata::machine::Machine;
use crate::automata::prove::{Prover, Verdict};
use crate::error::{Error, check_length};
use crate::limits::{MAX_LATER_PAIRS, MAX_PAIRS};
use crate::shape::Shape;

const fn rounding(state_bits: u32, table_bits: u32, own_rows: bool) -> Rounding {
    Rounding { state_bits, table_bits, own_rows }
}

/// The ways to round in the order in which they are tried, docs/spec.md section 3.
pub const ROUNDINGS: [Rounding; 9] = [
    rounding(8, 8, false),
    rounding(4, 6, false),
    rounding(8, 6, true),
    rounding(8, 7, false),
    rounding(4, 8, false),
    rounding(2, 1, false),
    rounding(8, 8, true),
    rounding(3, 8, false),
    rounding(2, 8, false),
];

/// What became of a network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// The rounding that was proven; of a network that was not, the first one.
    pub rounding: usize,
    /// Rounds of fine-tuning that it took; 0 where rounding was enough, or nothing was.
    pub rounds: usize,
    /// What was found out about this rounding; nothing when there is no scale for it.
    pub verdict: Option<Verdict>,
}

impl Judgement {
    pub(crate) fn is_proven(&self) -> bool {
        self.verdict.as_ref().is_some_and(Verdict::is_proven)
    }
}

/// Judges networks of one shape for one machine. Tables and buffers are made once.
#[derive(Debug, Clone)]
pub struct Judge {
    pub(super) machine: Machine,
    quantizer: Quantizer,
    prover: Prover,
    pub(super) shape: Shape,
}

impl Judge {
    /// # Errors
    /// [`Error::Length`] when machine and shape differ in inputs or outputs, [`Error::Range`] for a width that is not
    /// allowed.
    pub fn new(machine: Machine, shape: Shape, widths: Widths) -> Result<Self, Error> {
        widths.check()?;
        check_length("machine inputs", machine.inputs(), shape.inputs)?;
        check_length("machine outputs", machine.outputs(), shape.outputs)?;
        Ok(Self { machine, quantizer: Quantizer::new(shape, widths), prover: Prover::default(), shape })
    }

    /// Tries the first `roundings` of [`ROUNDINGS`], one after the other, until one is proven.
    ///
    /// # Errors
    /// [`Error::Length`] when there are not as many parameters as the shape says.
    pub fn judge(&mut self, parameters: &[f64], roundings: usize) -> Result<Judgement, Error> {
        check_length("parameters", parameters.len(), self.shape.parameters())?;
        let first = self.judge_rounding(parameters, 0, MAX_PAIRS);
        if first.is_proven() {
            return Ok(first);
        }
        let later = (1..roundings.min(ROUNDINGS.len()))
            .map(|rounding| self.judge_rounding(parameters, rounding, MAX_LATER_PAIRS))
            .find(Judgement::is_proven);
        Ok(later.unwrap_or(first))
    }

    pub(crate) fn shape(&self) -> Shape {
        self.shape
    }

    fn judge_rounding(&mut self, parameters: &[f64], rounding: usize, limit: usize) -> Judgement {
        let network = self.quantize(parameters, ROUNDINGS[rounding]);
        let verdict = network.map(|network| self.prover.prove(&network, &self.machine, limit));
        Judgement { rounding, rounds: 0, verdict }
    }

    /// The fixed network of a rounding; nothing when there is no scale for it.
    ///
    /// # Panics
    /// When there are not as many parameters as the shape says.
    pub fn quantize(&mut self, parameters: &[f64], rounding: Rounding) -> Option<FixedNetwork> {
        if parameters.iter().all(|parameter| parameter.is_finite()) {
            self.quantizer.quantize(&self.shape.split(parameters), rounding)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::automata::machine::tests::{adder, parity};

    const BYTES: Widths = Widths { weight: 8, state: 8, table: 8 };

    /// Parity by hand: one unit is on for exactly one 1 of state and input, two others for or and and.
    fn parity_parameters(gain: f64) -> Vec<f64> {
        let shape = Shape::new(1, 2, 1).expect("valid");
        let mut parameters = vec![0.0; shape.parameters()];
        let p = shape.split_mut(&mut parameters);
        // After a step the units are or and and of (state, input); the state is their difference.
        p.s0.copy_from_slice(&[-1.0, -1.0]);
        p.w_input.copy_from_slice(&[2.0 * gain, 2.0 * gain]);
        p.b_input.copy_from_slice(&[-gain, -3.0 * gain]);
        p.w_recurrent.copy_from_slice(&[gain, gain, -gain, -gain]);
        p.w_output.copy_from_slice(&[gain, -gain]);
        p.b_output.copy_from_slice(&[-gain]);
        parameters
    }

    #[test]
    fn a_network_that_is_right_is_proven_in_the_first_rounding() {
        let shape = Shape::new(1, 2, 1).expect("valid");
        let mut judge = Judge::new(parity(), shape, BYTES).expect("fits");
        let parameters = parity_parameters(3.0);
        let judgement = judge.judge(&parameters, ROUNDINGS.len()).expect("fits");
        assert!(matches!(
            judgement,
            Judgement { rounding: 0, rounds: 0, verdict: Some(Verdict::Proven { .. }) }
        ));
        let network = judge.quantize(&parameters, ROUNDINGS[0]).expect("fits");
        assert!(network.agrees_with(&parity()));
    }

    #[test]
    fn a_network_that_is_wrong_is_refuted_by_a_stream_on_which_it_is() {
        let shape = Shape::new(1, 2, 1).expect("valid");
        let mut judge = Judge::new(parity(), shape, BYTES).expect("fits");
        let mut parameters = parity_parameters(3.0);
        parameters[6] = 0.0;
        let Judgement { rounding, verdict, .. } = judge.judge(&parameters, ROUNDINGS.len()).expect("fits");
        let Some(Verdict::Disproved(stream)) = verdict else { panic!("{verdict:?}") };
        let network = judge.quantize(&parameters, ROUNDINGS[rounding]).expect("fits");
        let (mut from, mut state, mut next) = (0, network.initial_state.clone(), vec![0; 2]);
        let right = stream.iter().map(|&word| {
            let step = parity().step(from, word as usize).expect("specified");
            let output = network.step(&state, word as usize, &mut next);
            from = step.next;
            state.copy_from_slice(&next);
            output == step.output
        });
        let right: Vec<bool> = right.collect();
        let (last, before) = right.split_last().expect("a step");
        assert!(!last && before.iter().all(|&right| right));
    }

    #[test]
    fn parameters_that_are_no_numbers_have_no_scale() {
        let mut judge = Judge::new(adder(), Shape::new(2, 3, 1).expect("valid"), BYTES).expect("fits");
        for odd in [f64::NAN, f64::INFINITY, 1e9] {
            let judgement = judge.judge(&[odd; 28], ROUNDINGS.len()).expect("fits");
            assert_eq!(judgement, Judgement { rounding: 0, rounds: 0, verdict: None });
        }
        assert!(judge.judge(&[0.0; 27], 1).is_err());
    }
}
