//! Fine-tuning of what rounding breaks, docs/spec.md section 3.

use super::roundings::{Judge, Judgement, ROUNDINGS};
use crate::automata::prove::Verdict;
use crate::error::Error;
use crate::kernels::Kernels;
use crate::kernels::batch::{Batch, Samples};
use crate::kernels::network::predict;
use crate::kernels::workspace::Workspace;
use crate::training::rule::Rule;
use crate::training::trainer::Trainer;

/// Rounds of fine-tuning, each a pass over the minibatches, before a network is given up.
pub const MAX_ROUNDS: usize = 5;

impl Judge {
    /// Judges in all [`ROUNDINGS`], and trains on what none of them proves: each round is a pass over the training's
    /// minibatches, each followed by an update on a counterexample found so far, and is judged again. A network that
    /// is not proven by that is judged by its first rounding, before any fine-tuning.
    ///
    /// # Errors
    /// [`Error::Length`] when there are not as many parameters as the shape says, those of [`Rule::check`].
    pub fn judge_and_tune<'a, R: Kernels>(
        &mut self,
        parameters: &[f64],
        rule: Rule,
        minibatches: &(impl Iterator<Item = &'a Batch<R>> + Clone),
    ) -> Result<Judgement, Error> {
        let first = self.judge(parameters, ROUNDINGS.len())?;
        let Some(Verdict::Disproved(stream)) = &first.verdict else { return Ok(first) };
        let mut stream = stream.clone();
        let mut trainer = Trainer::<R>::new(self.shape, &self.within_states(parameters), rule)?;
        let mut counterexamples = Vec::with_capacity(MAX_ROUNDS);
        for round in 1..=MAX_ROUNDS {
            counterexamples.push(self.sample(&stream, trainer.parameters())?);
            for (minibatch, counterexample) in minibatches.clone().zip(counterexamples.iter().cycle()) {
                trainer.update(minibatch);
                trainer.update(counterexample);
            }
            let tuned: Vec<f64> = trainer.parameters().iter().map(|p| p.to_f64()).collect();
            let judgement = self.judge(&tuned, ROUNDINGS.len())?;
            match judgement.verdict {
                Some(Verdict::Proven { .. }) => return Ok(Judgement { rounds: round, ..judgement }),
                Some(Verdict::Disproved(next)) => stream = next,
                _ => break,
            }
            trainer.restart(&self.within_states(&tuned))?;
        }
        Ok(first)
    }

    /// Training moves initial states beyond ±1, where no state can be; from there rounding takes them far.
    fn within_states(&self, parameters: &[f64]) -> Vec<f64> {
        let mut moved = parameters.to_vec();
        moved[..self.shape.hidden].iter_mut().for_each(|s| *s = s.clamp(-1.0, 1.0));
        moved
    }

    /// A stream as one sample with the machine's outputs as targets. A bit that nobody cares for has the network's own
    /// output as its target, so that nothing is learned from it.
    fn sample<R: Kernels>(&self, stream: &[u32], parameters: &[R]) -> Result<Batch<R>, Error> {
        let bits = |word: u32, width: usize| (0..width).map(move |bit| f64::from(word >> bit & 1));
        let (steps, outputs) = (stream.len(), self.shape.outputs);
        let inputs: Vec<f64> = stream.iter().flat_map(|&word| bits(word, self.shape.inputs)).collect();
        let one = |targets: &[f64]| {
            Samples { samples: 1, steps, inputs: &inputs, targets }.batch::<R>(self.shape, 0, 1)
        };
        let unknown = one(&vec![0.0; steps * outputs])?;
        let mut workspace = Workspace::for_batch(self.shape, &unknown);
        let mut targets = predict(self.shape, parameters, &unknown, &mut workspace);
        let mut state = self.machine.initial();
        for (&word, targets) in stream.iter().zip(targets.chunks_exact_mut(outputs)) {
            let step = self.machine.step(state, word as usize).expect("counterexamples take specified steps");
            for ((target, wanted), matters) in
                targets.iter_mut().zip(bits(step.output, outputs)).zip(bits(step.care, outputs))
            {
                if matters > 0.0 {
                    *target = wanted;
                }
            }
            state = step.next;
        }
        one(&targets)
    }
}
